"""Who pays what a fund takes in, and who receives what it spends."""

from __future__ import annotations

from dataclasses import dataclass

from sifund.text import Text


@dataclass(frozen=True, slots=True)
class Party:
    """A payer or receiver. `public`: it belongs to the public sector, so that what it pays another public party is
    no burden of the public sector as a whole."""

    key: str
    name: Text
    public: bool = False


THE_FUND = Party("fund", Text("基金（结余与利息）", "Fund (balance and interest)"), public=True)
CENTRAL = Party("central", Text("中央财政", "Central budget"), public=True)
REGIONAL = Party("region", Text("自治区财政", "Regional budget"), public=True)
MUNICIPAL = Party("city", Text("市财政", "City budget"), public=True)
ADJUSTMENT_FUND = Party("adjustment_fund", Text("自治区调剂金", "Regional adjustment fund"), public=True)
PUBLIC_EMPLOYERS = Party("public_employers", Text("机关事业单位", "Public employers"), public=True)
FIRMS = Party("firms", Text("企业等用人单位", "Firms and other employers"))
EMPLOYEES = Party("employees", Text("职工个人", "Employees"))
RESIDENTS = Party("residents", Text("参保居民", "Insured residents"))
RECIPIENTS = Party("recipients", Text("待遇领取人等", "Beneficiaries and others"))
PARTIES = (THE_FUND, CENTRAL, REGIONAL, MUNICIPAL, ADJUSTMENT_FUND, PUBLIC_EMPLOYERS, FIRMS, EMPLOYEES, RESIDENTS,
           RECIPIENTS)  # fmt: skip
