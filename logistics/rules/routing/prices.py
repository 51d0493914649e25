"""Prices of scarce lots: the duals of a small linear program (lines x lots, nothing else).

They are only a good guess: `bound.py` proves its bound for any prices, in integers.
"""

from __future__ import annotations

from collections.abc import Sequence

import highspy
import numpy as np

from logistics.rules.routing.cost import KILO_RATE
from logistics.rules.routing.problem import Line

Choices = Sequence[tuple[Line, list[tuple[int, str]]]]  # (10⁻⁹ fen per gram, lot), cheapest first
KILO_G = 1000


def lot_prices(choices: Choices, supply: dict[str, int]) -> dict[str, int]:
    """Return 10⁻⁹ fen per gram for every lot; 0 where there is plenty.

    Args:
        choices: per line the least cost on each lot.
        supply: grams of every lot.
    """
    lots = {lot: number for number, lot in enumerate(supply)}
    costs, starts, rows = [], [0], []
    for number, (line, ways) in enumerate(choices):
        short = line.short_fen_per_kg * KILO_RATE
        for nano, lot in ways:
            if nano < short:  # dearer than leaving it short is never chosen
                costs.append(nano / KILO_RATE)
                rows += [number, len(choices) + lots[lot]]
                starts.append(len(rows))
        costs.append(float(line.short_fen_per_kg))
        rows.append(number)
        starts.append(len(rows))
    demand = [line.grams / KILO_G for line, _ in choices]
    duals = _solve(costs, (starts, rows), demand, [grams / KILO_G for grams in supply.values()])
    return {
        lot: max(0, -round(duals[len(choices) + number] * KILO_RATE))
        for lot, number in lots.items()
    }


def _solve(
    costs: list[float], matrix: tuple[list[int], list[int]], demand: list[float], stock: list[float]
) -> list[float]:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(costs), len(demand) + len(stock)
    model.col_cost_ = np.array(costs)
    model.col_lower_ = np.zeros(len(costs))
    model.col_upper_ = np.full(len(costs), highspy.kHighsInf)
    model.row_lower_ = np.array([*demand, *[-highspy.kHighsInf] * len(stock)])
    model.row_upper_ = np.array([*demand, *stock])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.array(matrix[0])
    model.a_matrix_.index_ = np.array(matrix[1])
    model.a_matrix_.value_ = np.ones(len(matrix[1]))
    engine = highspy.Highs()
    engine.setOptionValue("output_flag", False)
    engine.setOptionValue("threads", 1)
    engine.setOptionValue("random_seed", 1)
    engine.passModel(model)
    engine.run()
    if engine.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return [0.0] * (len(demand) + len(stock))  # without prices the bound is weaker, not wrong
    return list(engine.getSolution().row_dual)
