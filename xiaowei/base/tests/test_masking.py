"""What the public never reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.base.masking import findings, mask_name, scrub


@pytest.mark.parametrize(
    ("name", "shown"), [("张三", "张*"), ("王丙午", "王*"), ("欧阳丙午", "欧阳*"), (" 王 丙 午", "王*"), ("", "")]
)
def test_a_name_is_its_surname_and_one_star(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("付村内下水道清淤 王丙午15400084111", "付村内下水道清淤 王*"),
        ("付给王丙午（154-0008-4111）清淤费", "付给王*清淤费"),
        ("付王丙午身份证：990101199001010135慰问金", "付王*慰问金"),
        ("付王丙午990101********0135", "付王*"),
        ("王丙午 9999990000000000123 转账", "王* 转账"),
        ("欧阳丙午１５４０００８４１１１", "欧阳*"),
        ("联系电话：154 0008 4111", ""),
        ("电话幺五四零零零八四幺幺幺", ""),
        ("电话154.0008.4111", ""),
        ("154 000 84111", ""),
        ("1540-008-4111", ""),
        ("(0595)1234567", ""),
        ("0595 12345678", ""),
        ("王丙午 990101 1990 0101 0135", "王*"),
        ("9 9 0 1 0 1 1 9 9 0 0 1 0 1 0 1 3 5", ""),
        ("990101.19900101.0135", ""),
        ("999999 0000 0000 0000 123", ""),
    ],
)
def test_numbers_of_persons_go_and_the_name_before_them_is_masked(written: str, shown: str) -> None:
    assert scrub(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "付保洁员工资（6人×300元）",
        "收荒地12亩2023年租金",
        "付3,600.00元",
        "发票号12345678901234567890",
        "村编码990101100201",
        "2019.12 2020.12.31 1000",
        "2023.05.01-2023.06.30",
        "2020-01-01至2025-12-31 3000元",
        "合计 1500.00 15000.00 3000",
        "凭证 001 20230501",
        "坐标 118.1234567，24.1234567",
        "付王丙午误工费",
    ],
)
def test_other_numbers_and_names_stay(written: str) -> None:
    assert findings(written) == []
    assert scrub(written) == written


@given(st.text(), st.integers(min_value=0, max_value=99_999_999), st.text())
def test_no_phone_survives(before: str, rest: int, after: str) -> None:
    phone = f"154{rest:08d}"
    assert phone not in scrub(f"{before} {phone} {after}")
