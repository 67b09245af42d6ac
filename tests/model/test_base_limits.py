"""Limits of the contribution base: what counts of lognormal wages, worked by hand, and what follows from it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import lognorm
from support import balance, run, wan

from sifund import catalog
from sifund.analysis.alerts import alerts
from sifund.dataset import Dataset
from sifund.model.drawn import run_drawn
from sifund.model.rows import Draws
from sifund.model.values import cut_mean

CONTRIBUTIONS = ("public.contributions", "unemployment.contributions")
# σ 0.55, σ²/2 0.15125. Floor 60%: Φ((ln 0.6 + 0.15125) ÷ 0.55) = Φ(−0.6538) = 0.2566 of all are raised to 0.6, which makes
# 0.1540; ceiling 300%: 1 − Φ((ln 3 + 0.15125) ÷ 0.55) = 1 − Φ(2.2725) = 0.0115 are lowered to 3, 0.0346; between them lie
# Φ(2.2725 − 0.55) − Φ(−0.6538 − 0.55) = 0.9575 − 0.1143 = 0.8432: 1.0317 in all.
USUAL = 1.0317
# Floor 40%: 0.4·Φ(−1.3910) = 0.4·0.0821 = 0.0328 + 0.9575 − Φ(−1.9410) 0.0261 + 0.0346 = 0.9988, 3.19% less than 1.0317.
# Ceiling 200%: 0.1540 + Φ(0.9853) 0.8378 − 0.1143 + 2·(1 − Φ(1.5353)) 0.1247 = 1.0021, 2.87% less.
SIZES = {"economy.base_floor=40": -3.19, "economy.base_ceiling=200": -2.87}


def test_what_counts_of_wages_is_the_integral_over_them() -> None:
    for low, high, sigma in (
        (0.6, 3, 0.55),
        (0.4, 3, 0.55),
        (0.6, 2, 0.35),
        (1, 1, 0.8),
        (0.01, 10, 0.05),
        (1, 1.5, 2),
    ):
        shape = {"s": sigma, "scale": np.exp(-(sigma**2) / 2)}
        inside = quad(
            lambda x, shape=shape: x * lognorm.pdf(x, **shape),
            low,
            high,
            points=[1] if low < 1 < high else None,
            limit=200,
        )[0]
        by_hand = low * lognorm.cdf(low, **shape) + inside + high * lognorm.sf(high, **shape)
        assert float(cut_mean(low, high, sigma)) == pytest.approx(by_hand, abs=1e-7), (low, high, sigma)
    assert float(cut_mean(0.6, 3, 0.55)) == pytest.approx(USUAL, abs=5e-5)


@pytest.mark.parametrize(("change", "percent"), SIZES.items())
def test_what_a_limit_does_to_receipts(dataset: Dataset, change: str, percent: float) -> None:
    """Receipts at once, the remittance with them, the refund the year after; nothing else of the funds but what balances
    earn."""
    side = run(dataset, change)
    for key in (*CONTRIBUTIONS, "unemployment.remit_up"):
        found = 100 * (side.line(key) / side.baseline.line(key) - 1)
        assert found[0] == 0 and found[1:].round(2).tolist() == [percent] * 5, key
    refund = "unemployment.stabilisation_refund"
    assert wan(side, refund, 2022) == wan(side.baseline, refund, 2022)
    assert 100 * (wan(side, refund, 2023) / wan(side.baseline, refund, 2023) - 1) == pytest.approx(percent, abs=0.005)
    follow = {*CONTRIBUTIONS, "unemployment.remit_up", refund, "public.interest", "unemployment.interest"}
    assert {k for k in side.line_keys() if abs(side.line(k) - side.baseline.line(k)).max() > 0} == follow


def test_a_floor_by_hand(dataset: Dataset) -> None:
    # from July 2022: half of the 216,785万 of public contributions × (1 − 0.99876 ÷ 1.03167)
    side = run(dataset, "economy.base_floor=40@2022-07")
    gap = wan(side, "public.contributions", 2022) - wan(side.baseline, "public.contributions", 2022)
    assert gap == pytest.approx(
        -216_785.4336 / 2 * (1 - float(cut_mean(0.4, 3, 0.55) / cut_mean(0.6, 3, 0.55))), abs=0.01
    )
    assert balance(side, "public", "closing", 2022) - balance(
        side.baseline, "public", "closing", 2022
    ) == pytest.approx(gap)


def test_nothing_moves_at_60_and_300_whatever_the_wages(dataset: Dataset) -> None:
    side = run(
        dataset, "economy.base_floor=60;economy.base_ceiling=300;public.wage_sigma=0.35;unemployment.wage_sigma=0.8"
    )
    assert max(abs(side.line(k) - side.baseline.line(k)).max() for k in side.line_keys()) == 0


def test_narrower_wages_lose_less_by_a_ceiling_and_draws_of_sigma_follow(dataset: Dataset) -> None:
    moves = (("economy.base_ceiling", ((24264, 200.0),)),)
    shifts = {"public.wage_sigma": np.tile([[-0.2], [0.0]], (1, 6))}
    first, block = run_drawn(dataset, moves, 6, Draws(2, shifts=shifts))
    narrow, as_assumed = (block.line(CONTRIBUTIONS[0]) / first.line(CONTRIBUTIONS[0]))[:, 1:]
    assert narrow == pytest.approx(float(cut_mean(0.6, 2, 0.35) / cut_mean(0.6, 3, 0.35)), rel=1e-12)
    assert as_assumed == pytest.approx(float(cut_mean(0.6, 2, 0.55) / cut_mean(0.6, 3, 0.55)), rel=1e-12)
    assert (narrow < 1).all() and (narrow > as_assumed).all()


def test_the_law_and_what_is_not_modelled_are_said(dataset: Dataset) -> None:
    for key in ("economy.base_floor", "economy.base_ceiling"):
        p = catalog.parameter(key)
        assert "没有测算" in p.help.zh and "not modelled" in p.help.en
        for value in (p.soft_low or 0, p.soft_high or 0):
            found = [a for a in alerts(run(dataset, f"{key}={value:g}")) if a.key == key]
            assert len(found) == 1 and found[0].years == (2022, 2023, 2024, 2025, 2026)
        assert alerts(run(dataset, f"{key}={p.assumed[0][1]:g}")) == []


def test_a_shared_lever_stands_by_the_funds_that_it_moves() -> None:
    shared = {key: [p.key for p in catalog.levers(key) if p.fund == catalog.SHARED] for key in catalog.all_funds()}
    both = ["economy.base_floor", "economy.base_ceiling"]
    assert shared == {"public": both, "resident": [], "unemployment": both}
