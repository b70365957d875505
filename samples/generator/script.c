// SPDX-License-Identifier: MIT
/* See script.h: one function per sentence, a table of all at the end. */
#include "script.h"

#include "pack.h"
#include "stamp.h"
#include "words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for one more item in a list of ITEMS_MAX. */
static size_t next(const struct words *w, size_t *count)
{
	if (*count == ITEMS_MAX) {
		words_fail(w, "too many of", w->plain[0]);
	}
	return (*count)++;
}

static int64_t clock_at(const struct night *night, const struct words *w, const char *text)
{
	return night->day_ms + words_clock(w, text);
}

static struct span span_at(const struct night *night, const struct words *w, size_t position)
{
	return (struct span){clock_at(night, w, words_at(w, position)),
			     clock_at(night, w, words_at(w, position + 1))};
}

static void say_night(struct night *night, const struct words *w)
{
	night->name = words_at(w, 1);
	night->title = words_at(w, 2);
}

/* day 2023-09-17 Asia/Seoul 32400 */
static void say_day(struct night *night, const struct words *w)
{
	char *end;

	night->day = words_at(w, 1);
	night->zone = words_at(w, 2);
	night->zone_offset = words_number(w, words_at(w, 3));
	int64_t year = strtoll(night->day, &end, 10);
	int64_t month = *end == '-' ? strtoll(end + 1, &end, 10) : 0;
	int64_t day = *end == '-' ? strtoll(end + 1, &end, 10) : 0;

	if (month < 1 || day < 1 || *end != '\0') {
		words_fail(w, "not a day", night->day);
	}
	night->day_ms = (stamp_day(year, month, day) - night->zone_offset) * 1000;
}

static void say_seed(struct night *night, const struct words *w)
{
	night->seed = words_number(w, words_at(w, 1));
}

static void say_window(struct night *night, const struct words *w)
{
	night->window_from = words_at(w, 1);
	night->window_to = words_at(w, 2);
	night->notice = words_at(w, 3);
}

static void say_record(struct night *night, const struct words *w)
{
	night->record = span_at(night, w, 1);
}

static void say_change(struct night *night, const struct words *w)
{
	night->change = words_at(w, 1);
}

/* role SEC sec.kim sec.lee */
static void say_role(struct night *night, const struct words *w)
{
	struct role *role = &night->roles[next(w, &night->role_count)];

	role->id = words_at(w, 1);
	role->first_actor = words_at(w, 2);
	role->actors = words_value(w, "also", NULL);
	role->due_from = words_value(w, "due", NULL);
	role->due_to = words_value(w, "to", NULL);
	role->presence = words_value(w, "presence", NULL);
}

static void say_step(struct night *night, const struct words *w)
{
	night->steps[next(w, &night->step_count)] = (struct step){
		.id = words_at(w, 1),
		.role = words_at(w, 2),
		.allow = words_at(w, 3),
		.title = words_at(w, 4),
		.after = words_value(w, "after", NULL),
		.quiet = words_value(w, "quiet", NULL),
		.approval = words_value(w, "approval", NULL),
		.resources = words_value(w, "resources", NULL),
		.expects = words_value(w, "expects", NULL),
		.restores = words_value(w, "restores", NULL),
		.check = words_value(w, "check", NULL),
		.device = words_value(w, "device", NULL),
	};
}

/* work S4 04:05 08:44 gap=04:35-08:14 */
static void say_work(struct night *night, const struct words *w)
{
	struct work *work = &night->works[next(w, &night->work_count)];
	const struct step *step = night_step(night, words_at(w, 1));

	*work = (struct work){
		.step = words_at(w, 1),
		.span = span_at(night, w, 2),
		.via = words_value(w, "via", NULL),
		.after = words_value(w, "after", NULL),
		.reason = words_value(w, "reason", NULL),
		.failed = strcmp(words_value(w, "end", "done"), "failed") == 0,
		.unlogged = strcmp(words_value(w, "end", "done"), "unlogged") == 0,
	};
	work->role = words_value(w, "role", step == NULL ? NULL : step->role);
	if (work->role == NULL || night_role(night, work->role) == NULL) {
		words_fail(w, "no such role for", work->step);
	}
	for (size_t i = 0; i < w->pair_count; i++) {
		if (strcmp(w->keys[i], "gap") != 0) {
			continue;
		}
		char text[32];
		char *dash;

		snprintf(text, sizeof text, "%s", w->values[i]);
		dash = strchr(text, '-');
		if (dash == NULL || work->gap_count == GAPS_MAX) {
			words_fail(w, "not a gap", w->values[i]);
		}
		*dash = '\0';
		work->gaps[work->gap_count++] =
			(struct span){clock_at(night, w, text), clock_at(night, w, dash + 1)};
	}
}

static void say_fault(struct night *night, const struct words *w)
{
	night->faults[next(w, &night->fault_count)] = (struct fault){
		words_at(w, 1), words_at(w, 2), words_at(w, 5), span_at(night, w, 3)};
}

/* note pager 04:37 alert.sent object=fw-gw-01 id=F1 recipient=SEC */
static void say_note(struct night *night, const struct words *w)
{
	night->notes[next(w, &night->note_count)] = (struct note){
		.record = words_at(w, 1),
		.at_ms = clock_at(night, w, words_at(w, 2)),
		.signal = words_at(w, 3),
		.step = words_value(w, "step", ""),
		.role = words_value(w, "role", ""),
		.actor = words_value(w, "actor", ""),
		.object = words_value(w, "object", ""),
		.outcome = words_value(w, "outcome", ""),
		.reason = words_value(w, "reason", ""),
		.id = words_value(w, "id", ""),
		.recipient = words_value(w, "recipient", ""),
		.after = words_value(w, "after", ""),
		.seq = words_value(w, "seq", ""),
		.detail = words_value(w, "detail", ""),
	};
}

static void say_deed(struct night *night, const struct words *w)
{
	night->deeds[next(w, &night->deed_count)] = (struct deed){
		words_at(w, 1), words_at(w, 3), words_at(w, 4), clock_at(night, w, words_at(w, 2))};
}

static void say_traffic(struct night *night, const struct words *w)
{
	night->traffics[next(w, &night->traffic_count)] = (struct traffic){
		span_at(night, w, 1), words_number(w, words_value(w, "rate", "6")),
		words_number(w, words_value(w, "good", "100")), words_value(w, "except", NULL)};
}

static void say_hole(struct night *night, const struct words *w)
{
	night->holes[next(w, &night->hole_count)] = span_at(night, w, 1);
}

static void say_service(struct night *night, const struct words *w)
{
	night->services[next(w, &night->service_count)] = words_at(w, 1);
	night->services[next(w, &night->service_count)] = words_at(w, 2);
}

static void say_variant(struct night *night, const struct words *w)
{
	night->variants[next(w, &night->variant_count)] = words_at(w, 1);
}

static void say_extension(struct night *night, const struct words *w)
{
	night->extensions[next(w, &night->extension_count)] = words_at(w, 1);
	night->extensions[next(w, &night->extension_count)] = words_at(w, 2);
}

static void say_person(struct night *night, const struct words *w)
{
	night->people[next(w, &night->people_count)] = words_at(w, 1);
}

static void say_plan_sha256(struct night *night, const struct words *w)
{
	night->plan_sha256 = words_at(w, 1);
}

/* The position of `text` in a list of words that ends with NULL. */
static size_t position_of(const struct words *w, const char *const *list, const char *text)
{
	for (size_t i = 0; list[i] != NULL; i++) {
		if (strcmp(list[i], text) == 0) {
			return i;
		}
	}
	words_fail(w, "unknown word", text);
}

/* source gw01 haproxy gateway pack=gz rotate=3 clock=0s zone=utc */
static void say_source(struct night *night, const struct words *w)
{
	static const char *const kinds[] = {"haproxy",   "nginx",  "asa",     "panos",
					    "fortigate", "spring", "bastion", "monitor",
					    "record",    "noise",  NULL};
	static const char *const packs[] = {"plain", "gz", "xz", "tar", NULL};
	struct source *source = &night->sources[next(w, &night->source_count)];

	*source = (struct source){
		.name = words_at(w, 1),
		.kind = (enum source_kind)position_of(w, kinds, words_at(w, 2)),
		.word = words_at(w, 3),
		.folder = words_value(w, "folder", "logs"),
		.file = words_value(w, "file", words_at(w, 1)),
		.clock = words_value(w, "clock", NULL),
		.heartbeat = words_value(w, "heartbeat", NULL),
		.custody = words_value(w, "custody", NULL),
		.fast_s = words_number(w, words_value(w, "fast", "0")),
		.utc = strcmp(words_value(w, "zone", "local"), "utc") == 0,
		.iso = strcmp(words_value(w, "stamp", "bsd"), "iso") == 0,
		.jsonl = strcmp(words_value(w, "as", "csv"), "jsonl") == 0,
		.edge = words_value(w, "edge", NULL) != NULL,
		.hidden = words_value(w, "hidden", NULL) != NULL,
		.pack = (enum pack)position_of(w, packs, words_value(w, "pack", "gz")),
		.rotations = (size_t)words_number(w, words_value(w, "rotate", "1")),
	};
	if (source->rotations < 1 || source->rotations > ROTATIONS_MAX) {
		words_fail(w, "too many rotations for", source->name);
	}
	const char *off = words_value(w, "off", NULL);

	if (off != NULL) {
		source->off.from_ms = clock_at(night, w, off);
		source->off.to_ms = clock_at(night, w, words_value(w, "on", "24:00"));
	}
}

static void say(struct night *night, const struct words *w)
{
	static const struct {
		const char *word;
		void (*say)(struct night *night, const struct words *w);
	} sentences[] = {
		{"night", say_night},     {"day", say_day},
		{"seed", say_seed},       {"window", say_window},
		{"record", say_record},   {"change", say_change},
		{"role", say_role},       {"step", say_step},
		{"work", say_work},       {"fault", say_fault},
		{"note", say_note},       {"deed", say_deed},
		{"traffic", say_traffic}, {"hole", say_hole},
		{"service", say_service}, {"source", say_source},
		{"variant", say_variant}, {"extension", say_extension},
		{"person", say_person},   {"plan-sha256", say_plan_sha256},
	};

	for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
		if (strcmp(sentences[i].word, w->plain[0]) == 0) {
			sentences[i].say(night, w);
			return;
		}
	}
	words_fail(w, "no such sentence", w->plain[0]);
}

static char *text_of(const char *path)
{
	FILE *file = fopen(path, "rb");
	enum { SCRIPT_SIZE_MAX = 1 << 18 }; /* a script is a page or two */
	char *text = grown(NULL, SCRIPT_SIZE_MAX);

	if (file == NULL) {
		die("%s: %s", path, strerror(errno));
	}
	size_t size = fread(text, 1, SCRIPT_SIZE_MAX, file);

	if (size == SCRIPT_SIZE_MAX || fclose(file) != 0) {
		die("%s: too long or not readable", path);
	}
	text[size] = '\0';
	return text;
}

void script_read(const char *path, struct night *night)
{
	struct words words = {.path = path};

	*night =
		(struct night){.text = text_of(path), .path = path, .factor = 1, .change = "CHG-1"};
	for (char *line = night->text; line != NULL;) {
		char *end = strchr(line, '\n');

		if (end != NULL) {
			*end = '\0';
		}
		words.line++;
		if (words_split(line, &words)) {
			say(night, &words);
		}
		line = end == NULL ? NULL : end + 1;
	}
	if (night->window_from == NULL || night->record.to_ms == 0 || night->traffic_count == 0) {
		die("%s: needs the sentences day, window, record and traffic", path);
	}
}

void script_free(struct night *night)
{
	free(night->text);
}

const struct role *night_role(const struct night *night, const char *id)
{
	for (size_t i = 0; i < night->role_count; i++) {
		if (strcmp(night->roles[i].id, id) == 0) {
			return &night->roles[i];
		}
	}
	return NULL;
}

const struct step *night_step(const struct night *night, const char *id)
{
	for (size_t i = 0; i < night->step_count; i++) {
		if (strcmp(night->steps[i].id, id) == 0) {
			return &night->steps[i];
		}
	}
	return NULL;
}
