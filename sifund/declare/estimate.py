"""An elasticity that months of an office's own history can give: how one quantity moves with another."""

from __future__ import annotations

from dataclasses import dataclass

from sifund.declare.parameter import Parameter


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """`elasticity` is by how much the logarithm of what is `counted` moves with a point of the `rate`, both known by the month
    from series of those keys; it is taken within the declared range where its standard error is `surest` at most, out of
    `least` months or more."""

    elasticity: Parameter
    counted: Parameter
    rate: Parameter
    surest: float = 0.1
    least: int = 36

    @property
    def key(self) -> str:
        return self.elasticity.key
