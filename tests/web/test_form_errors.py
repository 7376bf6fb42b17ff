"""What is wrong with a form is told in the order in which one meets its fields."""

import pytest
from flask import render_template_string
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired

PAGE = """
{%- from "macros/forms.html" import form, text -%}
{%- call form(f) %}{{ text(f.second) }}{{ text(f.first) }}{% endcall -%}
"""


class Order(FlaskForm):
    """Fields that are drawn in another order than they are written down."""

    first = StringField("The first", [InputRequired("Say the first.")])
    second = StringField("The second", [InputRequired("Say the second.")])


@pytest.fixture
def page(app):
    with app.test_request_context("/", method="POST", data={}):
        form = Order(meta={"csrf": False})
        form.validate()
        return render_template_string(PAGE, f=form)


def test_faults_stand_in_the_order_of_the_page(page):
    summary = page.split("</div></div>")[0]
    assert summary.index("Say the second.") < summary.index("Say the first.")


def test_each_fault_leads_to_its_field(page):
    summary = page.split("</div></div>")[0]
    for name in ("first", "second"):
        assert f'href="#{name}"' in summary
        assert f'id="{name}"' in page
