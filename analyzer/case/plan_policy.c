// SPDX-License-Identifier: MIT
/*
 * The method's numbers: their names, their standards, and the keys of `restoration` and `policy`
 * that change them.
 */
#include "plan_reader.h"

#include <assert.h>

enum { SHOWN_MAX = 60 }; /* bytes of a wrong value that a message repeats */

/* In the order of enum plan_number. */
static const struct plan_policy standards[PLAN_NUMBER_COUNT] = {
	[NUMBER_ACK_GRACE] = {"ack_grace_us", 0, 5 * INT64_C(60000000), "us",
			      "from detection, so long a fault without response is technical"},
	[NUMBER_IDLE] = {"idle_us", 0, 5 * INT64_C(60000000), "us",
			 "a longer gap between lines of a step is idle, unless it states `quiet`"},
	[NUMBER_EPS] = {"eps_us", 0, 2 * INT64_C(60000000), "us",
			"paths that end no further apart are tied; at least the widest clock"},
	[NUMBER_BAND] = {"band_permille", 0, 200, "per mille",
			 "pace: within this part of its allowance a step is on plan"},
	[NUMBER_BAND_MIN] = {"band_min_us", 0, 5 * INT64_C(60000000), "us",
			     "pace: the band is at least so wide"},
	[NUMBER_BURST] = {"burst_count", 0, 10, "count",
			  "so many upstream errors on one object within burst_span are a fault"},
	[NUMBER_BURST_SPAN] = {"burst_span_us", 0, 60 * INT64_C(1000000), "us",
			       "span of a burst, and the quiet that ends it"},
	[NUMBER_SUCCESS] = {"success_permille", 0, 950, "per mille",
			    "service is back at this rate of success"},
	[NUMBER_HOLD] = {"hold_us", 0, 10 * INT64_C(60000000), "us",
			 "the rate must hold for so long"},
	[NUMBER_RELAPSE] = {"relapse_us", 0, 3 * INT64_C(60000000), "us",
			    "a later run of minutes so long below relapse_permille is a relapse"},
	[NUMBER_RELAPSE_RATE] = {"relapse_permille", 0, 500, "per mille",
				 "rate of success below which a minute counts as down"},
	[NUMBER_MIN_REQUESTS] = {"min_requests", 0, 5, "count",
				 "so many requests are needed to say that service is back"},
	[NUMBER_MAX_PATHS] = {"max_paths", 0, 64, "count",
			      "tied controlling paths that are followed"},
	[NUMBER_UNCALIBRATED] = {"uncalibrated_us", 0, 60 * INT64_C(1000000), "us",
				 "width of a clock that nothing calibrates"},
	[NUMBER_STATED_WIDTH] = {"stated_width_us", 0, INT64_C(1000000), "us",
				 "width of a clock whose offset the case file states"},
	[NUMBER_COVER_FACTOR] =
		{"cover_factor", 0, 5, "count",
		 "a source without a stated heartbeat is alive across so many median gaps"},
	[NUMBER_COVER_MIN] = {"cover_min_us", 0, INT64_C(60000000), "us",
			      "and across at least so long a gap"},
	[NUMBER_ATTACH] = {"attach_us", 0, 2 * INT64_C(1000000), "us",
			   "an alert or response belongs to a fault this near, clock widths added"},
	[NUMBER_CLOCK_PAIRS] = {"clock_pairs", 0, 20, "count",
				"so many pairs must agree on a clock's offset"},
	[NUMBER_CLOCK_JUMP] = {"clock_jump_us", 0, 2 * INT64_C(1000000), "us",
			       "a clock that jumps by more than this was set, or drifts"},
	[NUMBER_ECHO] = {"echo_us", 0, 2 * INT64_C(1000000), "us",
			 "a typed command is carried out, and logged again, within this"},
};

void plan_policy_defaults(struct plan_reader *reader)
{
	struct plan_policy *policies =
		plan_arena_take(reader->arena, PLAN_NUMBER_COUNT, sizeof *policies);
	if (policies == NULL) {
		return;
	}
	memcpy(policies, standards, sizeof standards);
	for (size_t i = 0; i < PLAN_NUMBER_COUNT; i++) {
		policies[i].value = policies[i].standard;
	}
	reader->plan->policies = policies;
	reader->plan->policy_count = PLAN_NUMBER_COUNT;
}

int64_t plan_policy_value(const struct plan *plan, const char *name)
{
	for (size_t i = 0; i < plan->policy_count; i++) {
		if (strcmp(plan->policies[i].name, name) == 0) {
			return plan->policies[i].value;
		}
	}
	assert(0 && "a policy of that name exists");
	return 0;
}

/* "20%", "99.5%", "0.95", "1" as per mille; finer steps have no number. */
static bool parse_permille(struct slice text, int64_t *ret_permille)
{
	struct slice rest = slice_trim(text);
	int64_t scale = 1000; /* µ-units per per mille of a fraction */
	if (slice_ends_with(rest, "%")) {
		rest = slice_trim(slice_first(rest, rest.size - 1));
		scale = 100 * 1000;
	}
	int64_t micro = 0; /* "0.95" as 950,000: the same digits as seconds */
	if (!slice_seconds_to_us(rest, &micro) || micro < 0 || micro % scale != 0 ||
	    micro / scale > 1000) {
		return false;
	}
	*ret_permille = micro / scale;
	return true;
}

static bool read_share(struct plan_reader *reader, const struct plan_key *key,
		       const struct yaml_node *node, int64_t *ret_value)
{
	if (plan_text_of(reader, key, node) == NULL) {
		return false;
	}
	if (!parse_permille(node->text, ret_value)) {
		plan_mistake(reader, node,
			     "`%s`: not a share: `" SLICE_FORMAT
			     "`: write 20%% or 0.95, in steps of 0.1%%",
			     key->name, SLICE_ARGUMENTS(slice_first(node->text, SHOWN_MAX)));
		return false;
	}
	return true;
}

static bool is_whole_minutes(enum plan_number number)
{
	return number == NUMBER_HOLD || number == NUMBER_RELAPSE;
}

void plan_read_policy(struct plan_reader *reader, const struct plan_key *key,
		      const struct yaml_node *node, void *field)
{
	(void)field;
	enum plan_number number = (enum plan_number)key->detail;
	const char *unit = standards[number].unit;
	int64_t value = PLAN_NONE;
	if (strcmp(unit, "us") == 0) {
		struct plan_key span = {.name = key->name, .detail = is_whole_minutes(number)};
		plan_read_duration(reader, &span, node, &value);
	} else if (strcmp(unit, "count") == 0) {
		struct plan_key count = {.name = key->name, .detail = 1};
		plan_read_count(reader, &count, node, &value);
	} else if (!read_share(reader, key, node, &value)) {
		return;
	}
	if (value == PLAN_NONE) {
		return;
	}
	if (is_whole_minutes(number) && value % US_PER_MINUTE != 0) {
		plan_mistake(reader, node, "`%s`: must be whole minutes", key->name);
		return;
	}
	if (number == NUMBER_SUCCESS && value == 0) {
		plan_mistake(reader, node, "`%s`: must be more than nothing", key->name);
		return;
	}
	if (reader->is_stated[number]) {
		plan_mistake(reader, node,
			     "`%s`: stands in `restoration` and in `policy`: keep one", key->name);
		return;
	}
	reader->is_stated[number] = true;
	if (reader->plan->policies != NULL) {
		reader->plan->policies[number].value = value;
	}
}
