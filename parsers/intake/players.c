// SPDX-License-Identifier: MIT
/* The formats at work in one entry; see players.h. */
#include "players.h"

#include <stdlib.h>

enum { SETS = 4 + 4 * NEEDS_CLASSES }; /* see players.h */

static void set_add(const struct players *players, uint64_t *sets, size_t class, size_t player)
{
	sets[class * players->words + player / 64] |= UINT64_C(1) << (player % 64);
}

static void add(struct players *players, size_t player, const struct format *format,
		struct needs needs)
{
	players->items[player] = (struct player){.format = format, .needs = needs};
	players->of_body |= needs.body;
	players->of_whole |= needs.whole;
	if (needs.any != 0) {
		set_add(players, players->choosy, 0, player);
	}
	if (!needs.is_sent) {
		set_add(players, players->unsent, 0, player);
	}
	for (size_t class = 0; class < NEEDS_CLASSES; class ++) {
		if ((needs.first >> class & 1) != 0) {
			set_add(players, players->by_first, class, player);
		}
		if ((needs.first_whole >> class & 1) != 0) {
			set_add(players, players->by_first_whole, class, player);
		}
		if ((needs.body >> class & 1) != 0) {
			set_add(players, players->by_body, class, player);
		}
		if ((needs.whole >> class & 1) != 0) {
			set_add(players, players->by_whole, class, player);
		}
	}
}

bool players_open(struct players *players, const struct auction *auction,
		  const struct format *forced)
{
	size_t count = forced != NULL ? 1 : auction->count;
	size_t words = count / 64 + 1;
	*players = (struct players){.count = count, .words = words};
	players->items = calloc(count + 1, sizeof *players->items);
	players->called = calloc(SETS * words, sizeof *players->called);
	if (players->items == NULL || players->called == NULL) {
		players_close(players);
		return false;
	}
	players->unasked = players->called + words;
	players->choosy = players->unasked + words;
	players->unsent = players->choosy + words;
	players->by_first = players->unsent + words;
	players->by_first_whole = players->by_first + NEEDS_CLASSES * words;
	players->by_body = players->by_first_whole + NEEDS_CLASSES * words;
	players->by_whole = players->by_body + NEEDS_CLASSES * words;
	if (forced != NULL) {
		add(players, 0, forced, needs_of(forced));
		return true;
	}
	for (size_t i = 0; i < count; i++) {
		add(players, i, auction->bids[i].format, auction->bids[i].needs);
	}
	return true;
}

/* One word of the set of those who need any of these classes. */
static uint64_t who_need(const struct players *players, const uint64_t *sets, uint64_t classes,
			 size_t word)
{
	uint64_t set = 0;
	for (; classes != 0; classes &= classes - 1) {
		set |= sets[(size_t)__builtin_ctzll(classes) * players->words + word];
	}
	return set;
}

/* One word of the set of those who begin with this class: all, when the text is empty. */
static uint64_t who_begin(const struct players *players, const uint64_t *sets, uint64_t first,
			  size_t word)
{
	size_t class = (size_t)__builtin_ctzll(first);
	return first == UINT64_MAX ? UINT64_MAX : sets[class * players->words + word];
}

/* One word of the set of those whose first bytes the line has, and its header. */
static uint64_t who_may(const struct players *players, const struct needs *has, size_t word)
{
	size_t left = players->count - word * 64; /* players of this word, and of those behind */
	uint64_t all = left >= 64 ? UINT64_MAX : (UINT64_C(1) << left) - 1;
	return all & who_begin(players, players->by_first, has->first, word) &
	       who_begin(players, players->by_first_whole, has->first_whole, word) &
	       ~(has->is_sent ? players->unsent[word] : 0);
}

/* The player of the lowest bit. */
static struct player *player_of(const struct players *players, size_t word, uint64_t bits)
{
	return &players->items[word * 64 + (size_t)__builtin_ctzll(bits)];
}

void players_call(struct players *players, const struct needs *has)
{
	uint64_t body = players->of_body & ~has->body;
	uint64_t whole = players->of_whole & ~has->whole;
	for (size_t k = 0; k < players->words; k++) {
		uint64_t called = who_may(players, has, k) &
				  ~who_need(players, players->by_body, body, k) &
				  ~who_need(players, players->by_whole, whole, k);
		for (uint64_t bits = called & players->choosy[k]; bits != 0; bits &= bits - 1) {
			bool is_met = needs_are_met(&player_of(players, k, bits)->needs, has);
			called &= is_met ? UINT64_MAX : ~(bits & -bits);
		}
		players->called[k] = players->unasked[k] = called;
	}
}

struct player *players_best(struct players *players, const struct record *record)
{
	struct player *best = NULL;
	int highest = BID_NONE;
	for (size_t k = 0; k < players->words; k++) {
		for (uint64_t bits = players->called[k]; bits != 0; bits &= bits - 1) {
			struct player *player = player_of(players, k, bits);
			uint64_t bit = bits & -bits;
			int most = player->format->most;
			if ((players->unasked[k] & bit) != 0) {
				if (most != 0 && most <= highest) {
					continue; /* cannot bid more */
				}
				players->unasked[k] &= ~bit;
				player->bid = format_bid(player->format, record);
			}
			if (player->bid > highest) {
				best = player;
				highest = player->bid;
			}
		}
	}
	return best;
}

void players_close(struct players *players)
{
	for (size_t i = 0; players->items != NULL && i < players->count; i++) {
		format_close(players->items[i].format, players->items[i].state);
	}
	free(players->items);
	free(players->called);
	*players = (struct players){.items = NULL};
}
