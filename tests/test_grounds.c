// SPDX-License-Identifier: MIT
/*
 * What every claim stands on (method, section 11: I10, I12, I14), over random nights.
 */
#include "night_driver.h"

#include <math.h>

enum { FIRST_SEED = 6001, SQL_SIZE = 1024 };

static void open_store(void)
{
	open_case("grounds");
}

TestSuite(grounds, .init = open_store, .fini = close_case);

/* Time on the paths with a leaf of which that holds. */
static int64_t time_with(const char *condition)
{
	char sql[SQL_SIZE];
	(void)snprintf(sql, sizeof(sql),
		       "SELECT COALESCE(SUM(l.to_at - l.from_at), 0) FROM path_label AS l WHERE"
		       " EXISTS (SELECT 1 FROM label_leaf AS f WHERE f.label = l.label AND (%s))",
		       condition);
	return ask(sql);
}

static void expect_same_numbers(uint64_t seed, const char *what)
{
	unsigned long long n = seed;
	for (int i = 0; i < MODEL_CAUSES; i++) {
		cr_expect(fabs(before.headline[i] - after.headline[i]) < 2, "%s, %llu", what, n);
		cr_expect(fabs(before.shapley[i] - after.shapley[i]) < 2, "%s, %llu", what, n);
		cr_expect(fabs(before.chronological[i] - after.chronological[i]) < 2, "%s, %llu",
			  what, n);
	}
	cr_expect_arr_eq(before.without, after.without, sizeof(before.without), "%s, %llu", what,
			 n);
}

/* Lines that mean nothing, between two of the firewall's that are no further apart than `most`. */
static void add_noise(struct random_night *random, int64_t least, int64_t most)
{
	int count = random->alive_count[NIGHT_FIREWALL];
	int64_t *alive = random->alive[NIGHT_FIREWALL];
	for (int i = 0; i + 1 < count; i++) {
		int64_t gap = alive[i + 1] - alive[i];
		for (int64_t at = alive[i] + 60; gap >= least && gap <= most && at < alive[i + 1];
		     at += NIGHT_BEAT_S) {
			alive[random->alive_count[NIGHT_FIREWALL]++] = at;
		}
	}
	random_night_settle(random);
}

Test(grounds, noise_inside_what_is_covered_changes_nothing)
{
	FOR_SEEDS(seed)
	{
		struct random_night *random = random_night_new(seed);
		int64_t heartbeat = random->night.feed[NIGHT_FIREWALL].heartbeat;
		tell(random, 0, &before, &before_texts);
		add_noise(random, 0, heartbeat);
		tell(random, 0, &after, &after_texts);
		expect_same_numbers(seed, "I10");
		cr_expect_str_eq(after_texts.labels, before_texts.labels, "I10, seed %llu",
				 (unsigned long long)seed);
		random_night_free(random);
	}
}

Test(grounds, noise_elsewhere_only_makes_silence_of_a_gap)
{
	static const char others[] = "f.leaf NOT IN ('U.GAP', 'U.SILENCE')";
	static const char both[] = "f.leaf IN ('U.GAP', 'U.SILENCE')";
	FOR_SEEDS(seed)
	{
		struct random_night *random = random_night_new(seed);
		int64_t heartbeat = random->night.feed[NIGHT_FIREWALL].heartbeat;
		tell(random, 0, &before, &before_texts);
		int64_t explained = time_with(others);
		int64_t unexplained = time_with(both);
		int64_t gap = time_with("f.leaf = 'U.GAP'");
		add_noise(random, heartbeat + 1, INT64_MAX);
		tell(random, 0, &after, &after_texts);
		expect_same_numbers(seed, "I10");
		cr_expect_eq(time_with(others), explained);
		cr_expect_eq(time_with(both), unexplained);
		cr_expect_leq(time_with("f.leaf = 'U.GAP'"), gap);
		random_night_free(random);
	}
}

Test(grounds, every_claim_cites_a_line_for_each_boundary)
{
	FOR_SEEDS(seed)
	{
		struct random_night *random = random_night_new(seed);
		unsigned long long n = seed;
		tell(random, 0, &before, &before_texts);
		/* an absence begins with the roster, which is the case file's */
		cr_expect_eq(ask("SELECT COUNT(*) FROM label_leaf WHERE (cause <> 'undetermined'"
				 " OR leaf = 'U.CONFLICT') AND (close_event IS NULL OR"
				 " (open_event IS NULL AND leaf <> 'S.ABSENT'))"),
			     0, "I12, seed %llu", n);
		cr_expect_eq(ask("SELECT COUNT(*) FROM (SELECT open_event AS event FROM label_leaf"
				 " UNION ALL SELECT close_event FROM label_leaf UNION ALL"
				 " SELECT third_event FROM label_leaf) WHERE event IS NOT NULL AND"
				 " event NOT IN (SELECT id FROM happening)"),
			     0, "I12, seed %llu", n);
		random_night_free(random);
	}
}

/* Without tickets: no request, grant, hand-off, call-out or recorded wait. */
static void take_tickets_away(struct random_night *random)
{
	struct model_night *night = &random->night;
	int kept = 0;
	for (int i = 0; i < night->fact_count; i++) {
		int feed = night->fact[i].feed;
		night->fact[kept] = night->fact[i];
		kept += feed != NIGHT_TICKET && feed != NIGHT_DESK;
	}
	night->fact_count = kept;
	random->alive_count[NIGHT_TICKET] = 0;
	random->alive_count[NIGHT_DESK] = 0;
	random_night_settle(random);
}

Test(grounds, without_its_source_a_wait_is_undetermined_or_the_fault_s)
{
	static const char by_fault[] = "f.trigger LIKE 'fault %' AND f.cause <> 'technical'";
	FOR_SEEDS(seed)
	{
		struct random_night *random = random_night_new(seed);
		unsigned long long n = seed;
		tell(random, 0, &before, &before_texts);
		int64_t staffing = time_with("f.cause = 'staffing'");
		int64_t procedure = time_with("f.cause = 'procedure'");
		int64_t technical = time_with("f.cause = 'technical'");
		int64_t waits = time_with(by_fault);
		take_tickets_away(random);
		tell(random, 0, &after, &after_texts);
		cr_expect_eq(time_with("f.leaf IN ('P.APPROVAL', 'P.DECISION', 'P.HANDOFF')"), 0);
		cr_expect_leq(time_with("f.cause = 'staffing'"), staffing, "I14, seed %llu", n);
		cr_expect_leq(time_with("f.cause = 'procedure'"), procedure, "I14, seed %llu", n);
		cr_expect_leq(time_with("f.cause = 'technical'"), technical + waits,
			      "I14, seed %llu", n);
		random_night_free(random);
	}
}
