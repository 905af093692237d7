"""Words for how many of a whole: all, most, half, both, many, some, few, none; rows and blocks as in `closed_classes`.

The last block has phrases that contain such words and mean something else.
"""

from __future__ import annotations

QUANTIFIERS = """
all every each everyone everybody entire entirely whole; tous toutes tout_le toute_la tout_l' toute_l' tout_ce tout_cela toute_cette chaque chacun chacune totalité intégralité l'ensemble_de l'ensemble_des l'ensemble_du entier+ entièrement
Most most_of most_people most_countries majority mostly; plupart majorité majoritaire+ majoritairement essentiel_de essentiel_des
half; moitié demi+
only_one just_one one_of_the_two; un_seul une_seule seul_un seule_une un_des_deux une_des_deux l'un_des_deux l'une_des_deux un_seul_des_deux une_seule_des_deux
both each; deux chaque chacun chacune à_la_fois l'un_et_l'autre l'une_et_l'autre
many numerous dozens scores several various a_number_of; beaucoup nombreux nombreuses nombre_de bon_nombre bien_des bien_d'autres maints maintes dizaine+ plusieurs divers diverses
some several various a_number_of a_handful_of few; quelques quelques-uns quelques-unes certains certaines plusieurs divers diverses différents différentes une_partie nombre_de maints maintes une_poignée
few rare rarely; peu_de peu_d' rares rare rarement quelques quelques-uns quelques-unes une_poignée
none no nobody no_one neither nothing; aucun aucune nul nulle personne rien ni_l'un ni_l'une pas_un pas_une zéro ni

all_but all_except everyone_but everyone_except everything_but everything_except; tous_sauf toutes_sauf tout_sauf sauf hormis excepté à_l'exception_de à_l'exception_du à_l'exception_des
only merely solely; seul+ seulement uniquement

at_all after_all above_all all_the_more all_day all_night all_year all_over all_along all_the_same all_right all_too all_kinds all_sorts all_told all_at_once every_day every_year every_month every_week every_time every_other each_other most_recent most_important most_likely at_most no_longer no_more no_matter no_doubt a_few quite_a_few so_many how_many as_many as_many_as half_a half_an half_hour second_half first_half half-time no_less both_sides nothing_but in_half one_and_all; tout_à_fait tout_à_coup tout_de_suite tout_en tout_au_long tout_au_plus tout_d'abord tout_de_même tout_comme tout_aussi tout_juste tout_particulièrement tout_simplement avant_tout malgré_tout surtout toute_façon tous_les_jours tous_les_ans tous_les_mois après_tout en_tout du_tout pas_du_tout toutes_sortes tout_temps tout_au_moins peu_à_peu peu_après peu_avant un_peu sous_peu depuis_peu d'ici_peu à_peu_près quelque_peu plus_tôt demi-heure demi-finale demi-finales mi-temps rien_que en_deux une_seule_fois monde_entier autant_de tant_de tout_autant tout_à_la_fois d'ensemble
"""  # noqa: E501
