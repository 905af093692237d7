"""Words that join two facts, rows as in `closed_classes`: what came first, and what is the cause of what."""

from __future__ import annotations

ORDERS = """
before prior_to ahead_of; avant avant_de avant_que à_la_veille_de préalablement_à
after afterwards following in_the_wake_of; après après_que à_la_suite_de suite_à à_l'issue_de au_lendemain_de ensuite puis une_fois lors_de
during throughout; pendant durant au_cours_de en_pleine en_plein lors_de
"""  # noqa: E501
CAUSES = """
because because_of due_to owing_to thanks_to on_account_of as_a_result_of as_a_consequence_of; parce_que à_cause_de en_raison_de grâce_à grâce_au grâce_aux du_fait_de du_fait_que faute_de sous_l'effet_de puisque car compte_tenu_de
despite in_spite_of although even_though though notwithstanding regardless_of; malgré en_dépit_de bien_que quoique même_si pourtant alors_même_que
"""  # noqa: E501
