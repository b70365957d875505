// SPDX-License-Identifier: MIT
/* The case file: every mistake with its place, and what hostile files get. */
#include "plan_driver.h"

/* Line 7 is the first of the text; what comes before it is good. */
static const struct {
	const char *text, *told;
} mistakes[] = {
	{"pepole: [x]\n", "7:1: unknown key `pepole`: did you mean `people`?"},
	{"zzz: 1\n", "7:1: unknown key `zzz`: a case file has overrun, case,"},
	{"roles: {A: {actor: [x]}}\n", "7:13: unknown key `actor`: did you mean `actors`?"},
	{"people: x\n", "7:9: `people`: expected a list, found text"},
	{"people:\n", "7:1: `people`: expected a list, found nothing"},
	{"people: [[x]]\n", "7:10: `people`: expected text, found a list"},
	{"people: [x, y, x]\n", "7:16: `people`: x stands twice"},
	{"title: ''\n", "7:8: `title`: is empty"},
	{"roles: [A]\n", "7:8: `roles`: expected a mapping, found a list"},
	{"roles: {A: {presence: [ap]}}\n", "7:23: unknown source `ap`: did you mean `app`?"},
	{"roles: {A: {due: [{to: 03:00}]}}\n", "7:19: an item of `due` needs `from`"},
	{"roles: {A: {due: [{from: 25:00}]}}\n", "7:26: `from`: not a time: `25:00`"},
	{"roles: {A: {due: [{from: 2024-02-30 01:00}]}}\n", "7:26: `from`: not a time"},
	{"notice: {at: yesterday}\n",
	 "7:14: `at`: not a time: `yesterday`: write 2023-09-17 01:00"},
	{"notice: {at: 00:00, plan_sha256: abc}\n", "7:34: `plan_sha256`: expected 64 hexadecimal"},
	{"extensions: [{at: 00:30, end: 06:00}]\n", "7:19: an extension before the window"},
	{"extensions: [{at: 04:30, end: 04:40}]\n", "7:31: an extension that does not end after"},
	{"restoration: {success: 101%}\n", "7:24: `success`: not a share: `101%`"},
	{"restoration: {success: 0%}\n", "7:24: `success`: must be more than nothing"},
	{"restoration: {success: 95.55%}\n", "7:24: `success`: not a share"},
	{"restoration: {hold: 90s}\n", "7:21: `hold`: must be whole minutes"},
	{"restoration: {services: {p: '^/v1(/'}}\n", "7:29: `p`: not a pattern: "},
	{"restoration: {hold: 1m}\npolicy: {hold: 2m}\n", "8:16: `hold`: stands in `restoration`"},
	{"policy: {idle: 5}\n", "7:16: `idle`: 5 what? write 5m or 5s"},
	{"policy: {idle: 5 min}\n", "7:16: `idle`: not a duration: `5 min`"},
	{"policy: {idle: 30m1h}\n", "7:16: `idle`: not a duration"},
	{"policy: {idle: 99999d}\n", "7:16: `idle`: not a duration"},
	{"policy: {idle: -5m}\n", "7:16: `idle`: must be 0 or more"},
	{"policy: {burst: 0}\n", "7:17: `burst`: expected a whole number from 1, found `0`"},
	{"rules: [{match: x, signal: step.begn}]\n",
	 "7:28: unknown signal `step.begn`: did you mean "
	 "`step.begin`?"},
	{"rules: [{match: x}]\n", "7:9: a rule needs `signal`"},
	{"rules: [{signal: log}]\n", "7:9: a rule without conditions"},
	{"rules: [{match: '(?<stp>x)', signal: log}]\n",
	 "7:17: `match`: group <stp> is no field: did "
	 "you mean <step>?"},
	{"rules: [{match: 'a(b', signal: log}]\n", "7:17: `match`: not a pattern: at "},
	{"rules: [{match: x, kind: gatewy, signal: log}]\n", "7:26: unknown kind `gatewy`: did you "
							     "mean `gateway`?"},
	{"rules: [{match: x, source: apq, signal: log}]\n", "7:28: unknown source `apq`"},
	{"faults: [{open: {match: x}}]\n", "7:10: a fault needs `clear`"},
	{"faults: [{open: {}, clear: {match: x}}]\n", "7:17: a matcher without conditions"},
	{"faults: [{open: {match: x}, clear: {source: q}}]\n", "7:45: unknown source `q`"},
	{"faults: [{open: {match: x}, clear: {match: y}, external: yes}]\n",
	 "7:58: `external`: expected true or false, found `yes`"},
	{"formats: [{name: A b, pattern: '(?<time>x)', sample: x}]\n",
	 "7:18: `name`: a format's name"},
	{"formats: [{name: a, pattern: 'x', sample: x}]\n",
	 "7:30: `pattern`: needs a group <time>"},
	{"formats: [{name: a, pattern: '(?<time>x)', sample: y}]\n",
	 "7:52: `sample`: the pattern does"},
	{"regulation: {subscribers: many}\n", "7:27: `subscribers`: expected a whole number"},
};

Test(plan_mistakes, tells_each_mistake_with_its_place_and_the_right_word)
{
	for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
		char text[800];
		snprintf(text, sizeof text, "%s%s", HEAD WINDOW STEPS SOURCES, mistakes[i].text);
		struct outcome outcome;
		read_text(text, &outcome);
		cr_expect_eq(outcome.status, STATUS_USAGE, "%s", mistakes[i].text);
		cr_expect(strncmp(outcome.told, mistakes[i].told, strlen(mistakes[i].told)) == 0,
			  "%s\nis told as  %s\nnot as      %s", mistakes[i].text, outcome.told,
			  mistakes[i].told);
		cr_expect_eq(outcome.count, 1, "%s", outcome.told);
		plan_free(outcome.plan);
	}
}

/* Whole files: window, steps, sources, the head itself. */
static const struct {
	const char *text, *told;
} files[] = {
	{"", "1:1: empty: a case file begins with `overrun: 1`"},
	{"[]\n", "1:1: expected a case file: write {overrun: …}"},
	{"case: t\ntimezone: UTC\n" WINDOW STEPS SOURCES, "1:1: a case file needs `overrun`"},
	{"overrun: 2\ncase: t\ntimezone: UTC\n" WINDOW STEPS SOURCES,
	 "1:10: `overrun`: version `2`"},
	{"overrun: 1\ncase: t\ntimezone: Asia/Soul\n" WINDOW STEPS SOURCES,
	 "3:11: unknown time zone `Asia/Soul`: did you mean `Asia/Seoul`?"},
	{HEAD "window: {start: 01:00, end: 05:00}\n" STEPS SOURCES,
	 "4:17: `start`: needs its date"},
	{HEAD "window: {start: 2024-05-01 01:00, end: 2024-04-30 05:00}\n" STEPS SOURCES,
	 "4:40: the window ends before it starts"},
	{HEAD WINDOW "steps: []\n" SOURCES, "5:8: no steps"},
	{HEAD WINDOW STEPS "sources: []\n", "6:10: no sources"},
	{HEAD WINDOW SOURCES "steps:\n- {id: S1, alow: 5m}\n", "7:3: a step needs `allow`"},
	{HEAD WINDOW SOURCES "steps:\n- {id: S1, allow: 5m}\n- {id: S1, allow: 5m}\n",
	 "8:8: a second step of the id `S1`"},
	{HEAD WINDOW SOURCES "steps:\n- {id: S1, allow: 5m, after: [S2]}\n",
	 "7:30: `after`: unknown step `S2`: did you mean `S1`?"},
	{HEAD WINDOW SOURCES "steps:\n- {id: S1, allow: 5m, after: [S1]}\n",
	 "7:30: `after`: step `S1` is after itself"},
	{HEAD WINDOW SOURCES
	 "steps:\n- {id: S0, allow: 1m}\n- {id: S1, allow: 1m, after: [S2, S0]}\n"
	 "- {id: S2, allow: 1m, after: [S3]}\n- {id: S3, allow: 1m, after: [S1]}\n",
	 "8:30: `after`: a circle: S1 after S2 after S3 after S1"},
	{HEAD WINDOW SOURCES "roles: {SEC: {}}\nsteps: [{id: S1, allow: 1m, role: SCE}]\n",
	 "7:35: unknown role `SCE`: did you mean `SEC`?"},
	{HEAD WINDOW SOURCES "steps: [{id: S1, allow: 1m, restores: false}]\n",
	 "6:8: no step restores"},
	{HEAD WINDOW SOURCES "steps: [{id: S1, allow: 1m, expects: [link.dwn]}]\n",
	 "6:39: unknown signal `link.dwn`: did you mean `link.down`?"},
	{HEAD WINDOW STEPS
	 "sources: [{path: a, kind: app, name: x}, {path: b, kind: chat, name: x}]\n",
	 "6:58: sources named `x` are one system: `kind` must be the same"},
	{HEAD WINDOW STEPS "sources: [{path: a, kind: app, clock: 5}]\n", "6:39: `clock`: 5 what?"},
	{HEAD WINDOW STEPS "sources: [{path: a, kind: app, timezone: Mars/Base}]\n",
	 "6:42: unknown time zone `Mars/Base`"},
	/* not YAML, or refused */
	{"a: 1\n\tb: 2\n", "2:1: a tab in the indentation: YAML wants blanks"},
	{"a: [1, 2\nb: 3\n", "3:1: not YAML: "},
	{"a: 1\na: 2\n", "2:1: key `a` stands twice: first in line 1"},
	{"a: *b\n", "1:5: alias *b: no such anchor"},
	{"a: &x {b: *x}\n", "1:12: an alias inside its own anchor"},
	{"<<: {a: 1}\n", "1:1: merge keys are not supported"},
	{"a: 1\n---\nb: 1\n", "2:1: a second document"},
	{"a: !x 1\n", "1:7: tags are not supported"},
	{"a: \xff\n", "1:4: not UTF-8"},
	{"a: \xed\xa0\x80\n", "1:4: not UTF-8"},
	{"a: \x1b[31m\n", "1:4: a control character"},
};

Test(plan_mistakes, tells_mistakes_of_whole_files)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct outcome outcome;
		read_text(files[i].text, &outcome);
		cr_expect_eq(outcome.status, STATUS_USAGE, "%s", files[i].text);
		cr_expect(strncmp(outcome.told, files[i].told, strlen(files[i].told)) == 0,
			  "%s\nis told as  %s\nnot as      %s", files[i].text, outcome.told,
			  files[i].told);
		plan_free(outcome.plan);
	}
}

Test(plan_mistakes, tells_all_mistakes_at_once_in_the_files_order)
{
	struct outcome outcome;
	read_text(HEAD "titel: x\n" WINDOW SOURCES
		       "steps:\n- {id: S1, allow: 5, after: [S9]}\npolicy: {epz: 1m}\n",
		  &outcome);
	cr_expect_eq(outcome.count, 4);
	cr_expect_str_eq(outcome.told, "4:1: unknown key `titel`: did you mean `title`?\n"
				       "8:19: `allow`: 5 what? write 5m or 5s\n"
				       "8:29: `after`: unknown step `S9`: did you mean `S1`?\n"
				       "9:10: unknown key `epz`: did you mean `eps`?\n");
	cr_expect_not_null(
		strstr(outcome.error.message, ":4:1: unknown key `titel`: did you mean `title`?"));
}

/* --------------------------------------------------------------------------------- hostile files
 */

Test(plan_mistakes, says_why_a_file_cannot_be_read)
{
	struct plan *plan = NULL;
	struct error error = {0};
	cr_expect_eq(plan_read("/nonexistent/case.yaml", NULL, NULL, &plan, &error), STATUS_USAGE);
	cr_expect_not_null(strstr(error.message, "/nonexistent/case.yaml: cannot be opened"));
	cr_expect_eq(plan_read("/tmp", NULL, NULL, &plan, &error), STATUS_USAGE);
	cr_expect_eq(plan_read("/dev/zero", NULL, NULL, &plan, &error), STATUS_USAGE);
	cr_expect_not_null(strstr(error.message, "larger than 1 MiB"));
	cr_expect_null(plan);
}

Test(plan_mistakes, refuses_a_nul_byte)
{
	struct outcome outcome;
	read_bytes("a: 1\0b\n", 7, &outcome);
	cr_expect_str_eq(outcome.told, "1:5: a NUL byte: not a text file\n");
}

Test(plan_mistakes, ends_nesting_and_alias_bombs)
{
	static char text[1024 * 1024];
	struct outcome outcome;
	memset(text, '[', 100000);
	text[100000] = '\0';
	read_text(text, &outcome);
	cr_expect_not_null(strstr(outcome.told, "nested deeper than 24 levels"));
	/* 1,000 roles that each have the same 1,000 actors: a million values in 20 KiB */
	size_t used = (size_t)snprintf(text, sizeof text,
				       HEAD WINDOW STEPS SOURCES "roles:\n  R: {actors: &a [");
	for (int i = 0; i < 1000; i++) {
		used += (size_t)snprintf(text + used, sizeof text - used, "a%d,", i);
	}
	used += (size_t)snprintf(text + used, sizeof text - used, "z]}\n");
	for (int i = 0; i < 1000; i++) {
		used += (size_t)snprintf(text + used, sizeof text - used, "  R%d: {actors: *a}\n",
					 i);
	}
	read_text(text, &outcome);
	cr_expect_eq(outcome.status, STATUS_USAGE);
	cr_expect_not_null(strstr(outcome.told, "more than 200000 values, aliases followed"));
}

Test(plan_mistakes, accepts_anchors_and_aliases)
{
	struct outcome outcome;
	read_text(HEAD WINDOW SOURCES "steps:\n"
				      "- {id: S1, allow: &t 60m, done: &d [{match: done}]}\n"
				      "- {id: S2, allow: *t, done: *d}\n",
		  &outcome);
	cr_assert_eq(outcome.status, STATUS_OK, "%s", outcome.told);
	cr_expect_eq(outcome.plan->steps[1].allow_us, 3600000000);
	cr_expect_str_eq(outcome.plan->steps[1].lists[LIST_DONE].items[0].match, "done");
	plan_free(outcome.plan);
}

/* Cut anywhere, or with any one byte changed: an answer, no crash, nothing leaked. */
Test(plan_mistakes, survives_every_cut_and_changed_bytes)
{
	FILE *file = fopen(OVERRUN_SOURCE_DIR "/samples/reference-case.yaml", "rb");
	cr_assert_not_null(file);
	static char text[16384];
	size_t size = fread(text, 1, sizeof text, file);
	fclose(file);
	cr_assert_gt(size, 0);
	struct outcome outcome;
	for (size_t cut = 0; cut < size; cut += 7) {
		read_bytes(text, cut, &outcome);
		plan_free(outcome.plan);
	}
	static const char bytes[] = "{}[],:&*!|>'\"%@`#-? \t\n\r\0\xff";
	unsigned seed = 5;
	for (int round = 0; round < 1500; round++) {
		size_t where = (seed = seed * 1103515245u + 12345u) / 16u % size;
		char kept = text[where];
		text[where] = bytes[(seed = seed * 1103515245u + 12345u) / 65536u % sizeof bytes];
		read_bytes(text, size, &outcome);
		cr_expect(outcome.status == STATUS_OK || outcome.error.message[0] != '\0');
		plan_free(outcome.plan);
		text[where] = kept;
	}
}
