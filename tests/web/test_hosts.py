from app.factory import create_app
from tests.conftest import settings


def test_over_https_only_our_own_name_is_answered(servers, template):
    app = create_app(settings(servers, template, BASE_URL="https://kizuna.example"))
    browser = app.test_client()
    assert browser.get("/about", headers={"Host": "kizuna.example"}).status_code == 200
    assert browser.get("/healthz", headers={"Host": "127.0.0.1"}).status_code == 200
    refused = browser.get("/about", headers={"Host": "evil.example"})
    assert refused.status_code == 400
    assert "evil.example" not in refused.text
