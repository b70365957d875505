// SPDX-License-Identifier: MIT
/*
 * What must always hold (method, section 11), over random nights told in other ways.
 */
#include "model/night_retold.h"
#include "night_driver.h"

enum { FIRST_SEED = 5001, US = 1000000 };

static void open_store(void)
{
	open_case("properties");
}

TestSuite(properties, .init = open_store, .fini = close_case);

/* The figures of two runs: times apart by `shift`, spans by `factor` from the window's start. */
static void expect_same(uint64_t seed, const char *what, int64_t shift, int64_t factor)
{
	unsigned long long n = seed;
	for (int i = 0; i < 16; i++) {
		int64_t end = before.start + shift + (before.without[i] - before.start) * factor;
		cr_expect_eq(after.without[i], end, "%s, seed %llu: end %d", what, n, i);
	}
	for (int i = 0; i < MODEL_CAUSES; i++) {
		double slack = (double)factor + 1; /* rounded to whole microseconds on both sides */
		double headline = before.headline[i] * (double)factor - after.headline[i];
		double chronological =
			before.chronological[i] * (double)factor - after.chronological[i];
		double shapley = before.shapley[i] * (double)factor - after.shapley[i];
		cr_expect(headline <= slack && headline >= -slack, "%s, seed %llu", what, n);
		cr_expect(chronological <= slack && chronological >= -slack, "%s, seed %llu", what,
			  n);
		cr_expect(shapley <= slack && shapley >= -slack, "%s, seed %llu", what, n);
	}
	cr_expect_str_eq(after.verdict, before.verdict, "%s, seed %llu", what, n);
}

static void expect_same_texts(uint64_t seed, const char *what)
{
	unsigned long long n = seed;
	cr_expect_str_eq(after_texts.instances, before_texts.instances, "%s, seed %llu", what, n);
	cr_expect_str_eq(after_texts.labels, before_texts.labels, "%s, seed %llu", what, n);
	cr_expect_str_eq(after_texts.paths, before_texts.paths, "%s, seed %llu", what, n);
}

Test(properties, sums_and_partitions_hold)
{
	FOR_SEEDS(seed)
	{
		struct random_night *random = random_night_new(seed);
		tell(random, 0, &before, &before_texts);
		cr_expect_eq(ask("SELECT SUM(headline_us) FROM share"), before.overrun);
		cr_expect_eq(ask("SELECT SUM(chronological_us) FROM share"), before.overrun);
		if (before.overrun > 0) {
			cr_expect_eq(ask("SELECT SUM(shapley_us) FROM share"), before.overrun);
		}
		/* each path begins at the window's start, ends at restoration, and has no hole */
		cr_expect_eq(ask("SELECT COUNT(*) FROM (SELECT MIN(from_at) AS a, MAX(to_at) AS b,"
				 " SUM(to_at - from_at) AS s FROM path_label GROUP BY path),"
				 " overrun WHERE a <> start_at OR b <> restored_at OR s <> b - a"),
			     0, "I2, seed %llu", (unsigned long long)seed);
		cr_expect_eq(before.without[0], before.restored, "I3, seed %llu",
			     (unsigned long long)seed);
		cr_expect_eq(ask("SELECT COUNT(*) FROM butfor AS a JOIN butfor AS b"
				 " ON a.removed & b.removed = a.removed WHERE b.end_at > a.end_at"),
			     0, "I4, seed %llu", (unsigned long long)seed);
		cr_expect_eq(ask("SELECT COUNT(*) FROM share WHERE shapley_us < least_us - 1"
				 " OR shapley_us > greatest_us + 1"),
			     0, "I5, seed %llu", (unsigned long long)seed);
		random_night_free(random);
	}
}

Test(properties, a_shift_by_whole_minutes_changes_nothing)
{
	FOR_SEEDS(seed)
	{
		struct random_night *random = random_night_new(seed);
		int64_t shift = 60 * (int64_t)(seed * 37 % 5000);
		tell(random, 0, &before, &before_texts);
		night_move(random, shift, 1);
		tell(random, 0, &after, &after_texts);
		expect_same(seed, "I6", shift * US, 1);
		expect_same_texts(seed, "I6");
		random_night_free(random);
	}
}

Test(properties, the_order_of_rows_does_not_matter)
{
	FOR_SEEDS(seed)
	{
		struct random_night *random = random_night_new(seed);
		tell(random, 0, &before, &before_texts);
		tell(random, seed, &after, &after_texts);
		expect_same(seed, "I7", 0, 1);
		random_night_free(random);
	}
}

Test(properties, twice_the_time_gives_twice_the_result)
{
	FOR_SEEDS(seed)
	{
		struct random_night *random = random_night_new(seed);
		struct model_night *night = &random->night;
		tell(random, 0, &before, &before_texts);
		/* the minute in which service is back and the limits in minutes do not stretch */
		bool plain = night->minute_count[0] * 2 < MODEL_MINUTES &&
			     ask("SELECT censored FROM overrun") == 0 &&
			     ask("SELECT COUNT(*) FROM instance, overrun WHERE instance.end_at >= "
				 "restored_at") == 0;
		if (plain) {
			night_move(random, 0, 2);
			tell(random, 0, &after, &after_texts);
			if (after.restored - after.start == 2 * (before.restored - before.start)) {
				expect_same(seed, "I8", 0, 2);
			}
		}
		random_night_free(random);
	}
}

static struct model_fact *add_fact(struct model_night *night, int feed, int64_t at,
				   const char *signal, const char *object)
{
	struct model_fact *fact = &night->fact[night->fact_count++];
	memset(fact, 0, sizeof(*fact));
	fact->feed = feed;
	fact->at = at;
	model_copy(fact->signal, signal);
	model_copy(fact->object, object);
	return fact;
}

Test(properties, what_no_step_needs_changes_nothing)
{
	FOR_SEEDS(seed)
	{
		struct random_night *random = random_night_new(seed);
		struct model_night *night = &random->night;
		tell(random, 0, &before, &before_texts);
		int64_t beat = night->start + 480; /* inside what is covered anyway */
		add_fact(night, NIGHT_GATEWAY, beat, "link.down", "elsewhere:eth9");
		add_fact(night, NIGHT_GATEWAY, night->start + 9000, "link.up", "elsewhere:eth9");
		struct model_role *role = &night->role[night->role_count++];
		model_copy(role->name, "NOBODY");
		model_copy(role->actor[0], "nobody.a");
		role->actor_count = 1;
		role->presence = NIGHT_SITE;
		role->due = night->start;
		random_night_settle(random);
		tell(random, 0, &after, &after_texts);
		bool alive = ask("SELECT COUNT(*) FROM label_leaf WHERE leaf = 'U.GAP'") == 0;
		if (alive) { /* a line where nothing was alive is news */
			expect_same(seed, "I9", 0, 1);
			expect_same_texts(seed, "I9");
		}
		random_night_free(random);
	}
}

Test(properties, plan_and_gateway_alone_determine_nothing)
{
	FOR_SEEDS(seed)
	{
		struct random_night *random = random_night_new(seed);
		random->night.fact_count = 0;
		for (int i = NIGHT_GATEWAY + 1; i < NIGHT_FEEDS; i++) {
			random->alive_count[i] = 0;
		}
		random_night_settle(random);
		tell(random, 0, &before, &before_texts);
		cr_expect_eq(ask("SELECT COUNT(*) FROM lost WHERE cause <> 'undetermined'"), 0,
			     "I13, seed %llu", (unsigned long long)seed);
		cr_expect_eq(ask("SELECT COUNT(*) FROM share WHERE cause IN ('staffing',"
				 " 'technical') AND headline_us <> 0"),
			     0, "I13, seed %llu", (unsigned long long)seed);
		random_night_free(random);
	}
}

static const char alone_sql[] =
	"SELECT COALESCE(SUM(l.to_at - l.from_at), 0) FROM path_label AS l JOIN label AS b"
	" ON b.id = l.label WHERE b.state = 'lost' AND (SELECT COUNT(DISTINCT leaf) FROM label_leaf"
	" WHERE label = b.id) = 1 AND (SELECT leaf FROM label_leaf WHERE label = b.id LIMIT 1)"
	" = 'S.ABSENT'";
static const char gross_sql[] = "SELECT COALESCE(SUM(l.to_at - l.from_at), 0) FROM path_label AS l"
				" WHERE EXISTS (SELECT 1 FROM label_leaf AS f WHERE f.label ="
				" l.label AND f.cause = '%s')";

static int64_t gross(const char *cause)
{
	char sql[512];
	(void)snprintf(sql, sizeof(sql), gross_sql, cause);
	return ask(sql);
}

Test(properties, without_its_source_an_absence_is_undetermined)
{
	FOR_SEEDS(seed)
	{
		struct random_night *random = random_night_new(seed);
		struct model_night *night = &random->night;
		int kept = 0;
		night->role[5].due = MODEL_NONE; /* an approver's absence falls back to approval */
		for (int i = 0; i < night->step_count; i++) {
			night->step[i].crew = 0; /* a small crew falls back to the estimate */
		}
		for (int i = 0; i < night->fact_count; i++) {
			/* what the door says otherwise is in dispute, not absence */
			bool told = model_same(night->fact[i].signal, "handoff.notified") ||
				    night->fact[i].feed == NIGHT_DOOR;
			night->fact[kept] = night->fact[i];
			kept += !told;
		}
		night->fact_count = kept;
		random_night_settle(random);
		tell(random, 0, &before, &before_texts);
		int64_t alone = ask(alone_sql);
		int64_t procedure = gross("procedure");
		int64_t technical = gross("technical");
		int64_t undetermined = gross("undetermined");
		kept = 0;
		for (int i = 0; i < night->fact_count; i++) {
			bool site = night->fact[i].feed == NIGHT_SITE;
			night->fact[kept] = night->fact[i];
			kept += !site;
		}
		night->fact_count = kept;
		random->alive_count[NIGHT_SITE] = 0;
		random_night_settle(random);
		tell(random, 0, &after, &after_texts);
		cr_expect_eq(gross("procedure"), procedure, "I14, seed %llu",
			     (unsigned long long)seed);
		cr_expect_eq(gross("technical"), technical, "I14, seed %llu",
			     (unsigned long long)seed);
		cr_expect_eq(gross("undetermined"), undetermined + alone, "I14, seed %llu",
			     (unsigned long long)seed);
		random_night_free(random);
	}
}

Test(properties, names_do_not_matter)
{
	FOR_SEEDS(seed)
	{
		struct random_night *random = random_night_new(seed);
		tell(random, 0, &before, &before_texts);
		night_rename(random);
		random_night_settle(random);
		tell(random, 0, &after, &after_texts);
		expect_same(seed, "I15", 0, 1);
		random_night_free(random);
	}
}

Test(properties, a_night_as_planned_is_all_zero)
{
	FOR_SEEDS(seed)
	{
		struct random_night *random = random_night_new(seed);
		struct model_night *night = &random->night;
		int64_t at = night->start;
		night->fact_count = 0;
		for (int i = 0; i < night->step_count; i++) {
			struct model_step *step = &night->step[i];
			int64_t end = at + step->allow;
			step->not_before = MODEL_NONE;
			for (int64_t t = at; t <= end; t += 60) {
				const char *signal = t == at    ? "step.begin"
						     : t == end ? "step.end"
								: "step.activity";
				struct model_fact *fact =
					add_fact(night, NIGHT_BASTION, t, signal, "");
				model_copy(fact->step, step->name);
			}
			step->restores = true;
			step->after_count = i > 0;
			model_copy(step->after[0], i > 0 ? night->step[i - 1].name : "");
			at = end;
		}
		night->end = at;
		night->extension_count = 0;
		for (int i = 0; i < night->service_count; i++) {
			for (int j = 0; j < MODEL_MINUTES; j++) {
				int64_t minute = night->start + 60 * j;
				bool good = minute >= at;
				night->minute[i][j] =
					(struct model_minute){minute, good ? 20 : 0, good ? 0 : 20};
			}
			night->minute_count[i] = MODEL_MINUTES;
		}
		night->last_request = night->start + 60 * (MODEL_MINUTES - 1);
		random_night_settle(random);
		tell(random, 0, &before, &before_texts);
		cr_expect_eq(before.overrun, 0, "I16, seed %llu", (unsigned long long)seed);
		cr_expect_eq(ask("SELECT COUNT(*) FROM lost"), 0, "I16, seed %llu",
			     (unsigned long long)seed);
		cr_expect_eq(ask("SELECT SUM(ABS(reserve_us) + ABS(recovered_us)) FROM ledger"), 0,
			     "I16, seed %llu", (unsigned long long)seed);
		random_night_free(random);
	}
}
