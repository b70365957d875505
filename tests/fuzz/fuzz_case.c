// SPDX-License-Identifier: MIT
/* Any bytes as a case file; what is accepted is compiled and applied to an event. */
#include "fuzz.h"
#include "plan.h"
#include "rules.h"

const char *__lsan_default_suppressions(void);

/* libfyaml 0.7.12 loses 4 KiB on a scalar of many doubled quotes; a case file is read once. */
const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml";
}

static void apply(const struct plan *plan)
{
	static const char text[] = "CHG-1 approval requested for S1: import verified";
	struct rules *rules = NULL;
	struct rules_claims claims = {0};
	struct error error = {0};
	if (rules_compile(plan, &rules, &error) != STATUS_OK) {
		/* plan_read has compiled every pattern. */
		abort();
	}
	for (size_t i = 0; i <= plan->source_count; i++) {
		struct event event;
		event_clear(&event);
		event.host = slice_from("fw-gw-01");
		event.signal = SIGNAL_OPERATOR_COMMAND;
		rules_apply(rules, i == plan->source_count ? RULES_NO_SOURCE : i, &event,
			    slice_from(text), &claims);
		fuzz_look_at(&event);
	}
	(void)rules_service(rules, slice_from("/v1/pay/1"));
	rules_free(rules);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct plan *plan = NULL;
	struct error error = {0};
	char path[FUZZ_PATH_SIZE];
	int file = fuzz_file(data, size, path);
	if (plan_read(path, NULL, NULL, &plan, &error) == STATUS_OK) {
		apply(plan);
		plan_free(plan);
	} else if (error.message[0] == '\0') {
		abort();
	}
	(void)close(file);
	return 0;
}
