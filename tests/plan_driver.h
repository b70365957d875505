// SPDX-License-Identifier: MIT
/* How the tests of the case file read one from memory, and the good parts that they vary. */
#ifndef OVERRUN_PLAN_DRIVER_H
#define OVERRUN_PLAN_DRIVER_H

#include "plan.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TOLD_SIZE = 16384 };

/* All mistakes as "line:column: message\n". */
struct outcome {
	enum status status;
	struct plan *plan;
	struct error error;
	char told[TOLD_SIZE];
	int count;
};

static inline void tell(void *user, const struct plan_mistake *mistake)
{
	struct outcome *outcome = user;
	size_t used = strlen(outcome->told);
	snprintf(outcome->told + used, sizeof outcome->told - used, "%d:%d: %s\n", mistake->line,
		 mistake->column, mistake->message);
	outcome->count++;
}

static inline void read_bytes(const char *bytes, size_t size, struct outcome *ret_outcome)
{
	memset(ret_outcome, 0, sizeof *ret_outcome);
	char path[] = "/tmp/test_plan_XXXXXX";
	int file = mkstemp(path);
	cr_assert_geq(file, 0);
	cr_assert_eq(write(file, bytes, size), (ssize_t)size);
	close(file);
	ret_outcome->status =
		plan_read(path, tell, ret_outcome, &ret_outcome->plan, &ret_outcome->error);
	unlink(path);
}

static inline void read_text(const char *text, struct outcome *ret_outcome)
{
	read_bytes(text, strlen(text), ret_outcome);
}

#define HEAD           \
	"overrun: 1\n" \
	"case: t\n"    \
	"timezone: Asia/Seoul\n"
#define WINDOW "window: {start: 2024-05-01 01:00, end: 05:00}\n"
#define STEPS "steps: [{id: S1, allow: 60m}]\n"
#define SOURCES "sources: [{path: app.log, kind: app}]\n"

#endif
