// SPDX-License-Identifier: MIT
/*
 * What a hundred rules cost: a line that none of them matches, and one that the last of them does,
 * against one rule.
 *
 *     bench-rules [LINES]        nanoseconds of processor per line, and the ratios
 *
 * Each rule has a literal of its own, as rules that people write have. Lines and rules are
 * invented.
 */
#include "rules.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
	RULES_MAX = 100,
	PATTERN_SIZE = 96,
	LINES = 2000000,
};

/* What the operators of a site call their hundred systems. */
static void name_rule(size_t rule, char *text, size_t size)
{
	static const char *const systems[] = {"payment", "ledger",   "transfer", "notice",
					      "login",   "settling", "report",   "archive",
					      "mirror",  "gateway"};
	static const char *const verbs[] = {"bounced", "drained", "switched", "refused", "stopped",
					    "resumed", "rebuilt", "emptied",  "checked", "handed"};
	(void)snprintf(text, size, "%s pool %s for (?<step>S\\d+) by (?<actor>\\w+)",
		       systems[rule / 10], verbs[rule % 10]);
}

/* Nanoseconds per line; a negative number: it does not run. */
static double measure(struct plan *plan, size_t count, struct slice line, enum signal wanted,
		      int64_t lines)
{
	struct error error = {.status = STATUS_OK};
	struct rules *rules = NULL;
	struct event event;
	struct rules_claims claims;
	plan->rule_count = count;
	if (rules_compile(plan, &rules, &error) != STATUS_OK) {
		(void)fprintf(stderr, "%s\n", error.message);
		return -1;
	}
	int64_t held = 0;
	clock_t begin = clock();
	for (int64_t i = 0; i < lines; i++) {
		event_clear(&event);
		rules_apply(rules, RULES_NO_SOURCE, &event, line, &claims);
		held += event.signal == wanted;
	}
	double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
	rules_free(rules);
	return held == lines ? seconds * 1e9 / (double)lines : -1;
}

int main(int argc, char **argv)
{
	static char patterns[RULES_MAX][PATTERN_SIZE];
	static struct plan_rule items[RULES_MAX];
	const struct slice strange =
		slice_from("payment request 4711 of 192.0.2.7 was handed to the "
			   "second worker after 35 ms, queue depth 5");
	/* The only rule of one, and the last rule of a hundred. */
	const struct slice known = slice_from("night run: gateway pool handed for S4 by sec.kim, "
					      "four sessions left, twelve in all");
	struct error error = {.status = STATUS_OK};
	struct plan *plan = NULL;
	int64_t lines = argc > 1 ? strtoll(argv[1], NULL, 10) : LINES;
	if (plan_empty("UTC", &plan, &error) != STATUS_OK) {
		(void)fprintf(stderr, "%s\n", error.message);
		return 1;
	}
	for (size_t i = 0; i < RULES_MAX; i++) {
		name_rule(i, patterns[i], PATTERN_SIZE);
		items[i] = (struct plan_rule){.matcher = {.match = patterns[i]},
					      .signal = SIGNAL_STEP_BEGIN};
	}
	plan->rules = items + RULES_MAX - 1;
	double one_strange = measure(plan, 1, strange, SIGNAL_LOG, lines);
	double one_known = measure(plan, 1, known, SIGNAL_STEP_BEGIN, lines);
	plan->rules = items;
	double all_strange = measure(plan, RULES_MAX, strange, SIGNAL_LOG, lines);
	double all_known = measure(plan, RULES_MAX, known, SIGNAL_STEP_BEGIN, lines);
	(void)printf("a line that matches none: 1 rule %6.0f ns, %d rules %6.0f ns, ratio %.2f\n",
		     one_strange, RULES_MAX, all_strange, all_strange / one_strange);
	(void)printf("a line that matches one:  1 rule %6.0f ns, %d rules %6.0f ns, ratio %.2f\n",
		     one_known, RULES_MAX, all_known, all_known / one_known);
	plan->rule_count = 0;
	plan->rules = NULL;
	plan_free(plan);
	return one_strange < 0 || one_known < 0 || all_strange < 0 || all_known < 0 ? 1 : 0;
}
