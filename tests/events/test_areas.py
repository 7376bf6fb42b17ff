import pytest

from app.events.areas import area_of, areas


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("東京都千代田区丸の内1-9-1", "tokyo"),
        ("〒600-8216 京都府京都市下京区", "kyoto"),
        ("京都市左京区吉田本町", "kyoto"),
        ("渋谷区道玄坂2-10", "tokyo"),
        ("横浜市西区みなとみらい", "kanagawa"),
        ("大阪市中央区", "osaka"),
        ("東京・丸の内", "tokyo"),
        ("1-1 Marunouchi, Chiyoda-ku, Tokyo", "tokyo"),
        ("YOKOHAMA Landmark Tower", "kanagawa"),
        ("350 Fifth Avenue, New York", ""),
        ("Narayan Peth, Pune", ""),
        ("", ""),
    ],
)
def test_an_address_says_its_prefecture(address, code):
    assert area_of(address) == code


def test_there_are_forty_seven_of_them():
    assert len(areas()) == 47
    assert {area.name_in("ja")[-1] for area in areas().values()} == set("都道府県")
