// SPDX-License-Identifier: MIT
/* Reads a night that is told line by line. */
#include "night_told.h"

#include <stdlib.h>
#include <string.h>

enum { LINE = 2048, VALUES = 16 };

struct told {
	char text[LINE];
	char *value[VALUES];
	int count;
};

static void cut_line(struct told *told)
{
	told->text[strcspn(told->text, "\n")] = '\0';
	told->count = 0;
	for (char *rest = told->text; rest != NULL && told->count < VALUES;) {
		char *tab = strchr(rest, '\t');
		if (tab != NULL) {
			*tab++ = '\0';
		}
		told->value[told->count++] = rest;
		rest = tab;
	}
	while (told->count < VALUES) {
		told->value[told->count++] = told->text + strlen(told->text);
	}
}

static int64_t number(const struct told *told, int i)
{
	const char *text = told->value[i];
	return *text == '-' || *text == '\0' ? MODEL_NONE : strtoll(text, NULL, 10);
}

static int list(const struct told *told, int i, char to[MODEL_LIST][MODEL_TEXT])
{
	int count = 0;
	for (const char *rest = told->value[i]; *rest != '\0' && count < MODEL_LIST; count++) {
		size_t size = strcspn(rest, ",");
		(void)snprintf(to[count], MODEL_TEXT, "%.*s", (int)size, rest);
		rest += size + (rest[size] == ',');
	}
	return count;
}

static int feed_of(const struct model_night *night, const char *name)
{
	for (int i = 0; i < night->feed_count; i++) {
		if (model_same(night->feed[i].name, name)) {
			return i;
		}
	}
	return MODEL_NONE;
}

static void read_role(struct model_night *night, const struct told *told)
{
	struct model_role *role = &night->role[night->role_count++];
	model_copy(role->name, told->value[1]);
	role->actor_count = list(told, 2, role->actor);
	role->presence = feed_of(night, told->value[3]);
	role->also = MODEL_NONE;
	role->due = number(told, 4);
}

static void read_step(struct model_night *night, const struct told *told)
{
	struct model_step *step = &night->step[night->step_count++];
	model_copy(step->name, told->value[1]);
	model_copy(step->role, told->value[2]);
	step->allow = number(told, 3);
	step->not_before = number(told, 4);
	step->quiet = number(told, 5);
	step->check = number(told, 6);
	step->crew = (int)number(told, 7);
	step->restores = number(told, 8) == 1;
	model_copy(step->approval, told->value[9]);
	step->after_count = list(told, 10, step->after);
	step->resource_count = list(told, 11, step->resource);
	step->expects_count = list(told, 12, step->expects);
}

static void read_fact(struct model_night *night, const struct told *told)
{
	struct model_fact *fact = &night->fact[night->fact_count++];
	fact->at = number(told, 1);
	fact->feed = feed_of(night, told->value[2]);
	fact->event = night->fact_count;
	char *texts[] = {fact->signal, fact->step,  fact->role,      fact->actor, fact->object,
			 fact->reason, fact->ident, fact->recipient, fact->after};
	for (int i = 0; i < (int)(sizeof(texts) / sizeof(texts[0])); i++) {
		model_copy(texts[i], told->value[3 + i]);
	}
}

static void read_minute(struct model_night *night, const struct told *told)
{
	int service = (int)number(told, 1);
	night->service_count = service < night->service_count ? night->service_count : service + 1;
	night->minute[service][night->minute_count[service]++] =
		(struct model_minute){number(told, 2), (int)number(told, 3), (int)number(told, 4)};
}

static void read_frame(struct model_night *night, const struct told *told)
{
	const char *word = told->value[0];
	if (model_same(word, "window")) {
		night->start = number(told, 1);
		night->end = number(told, 2);
	} else if (model_same(word, "policy")) {
		night->ack_grace = number(told, 1);
		night->idle = number(told, 2);
		night->eps = number(told, 3);
		night->band_min = number(told, 4);
	} else if (model_same(word, "extension")) {
		night->extension[night->extension_count].at = number(told, 1);
		night->extension[night->extension_count++].end = number(told, 2);
	} else if (model_same(word, "tick")) {
		night->tick = number(told, 1);
	} else if (model_same(word, "last")) {
		night->last_request = number(told, 1);
	} else if (model_same(word, "external")) {
		model_copy(night->external[night->external_count++], told->value[1]);
	}
}

static void read_feed(struct model_night *night, const struct told *told)
{
	model_copy(night->feed[night->feed_count].name, told->value[1]);
	model_copy(night->feed[night->feed_count++].kind, told->value[2]);
}

static void read_cover(struct model_night *night, const struct told *told)
{
	night->cover[night->cover_count++] = (struct model_span){feed_of(night, told->value[1]),
								 number(told, 2), number(told, 3)};
}

bool night_told(struct model_night *night, FILE *file, int *ret_line)
{
	static const struct {
		const char *word;
		void (*read)(struct model_night *, const struct told *);
	} words[] = {{"window", read_frame}, {"policy", read_frame}, {"extension", read_frame},
		     {"tick", read_frame},   {"last", read_frame},   {"external", read_frame},
		     {"feed", read_feed},    {"cover", read_cover},  {"role", read_role},
		     {"step", read_step},    {"fact", read_fact},    {"minute", read_minute}};
	enum { WORDS = sizeof(words) / sizeof(words[0]) };
	struct told told;
	for (*ret_line = 1; fgets(told.text, LINE, file) != NULL; ++*ret_line) {
		cut_line(&told);
		int i = 0;
		while (i < WORDS && !model_same(words[i].word, told.value[0])) {
			i++;
		}
		bool room = night->fact_count < MODEL_FACTS && night->cover_count < MODEL_SPANS &&
			    night->feed_count < MODEL_FEEDS;
		if (i == WORDS || !room) {
			return false;
		}
		words[i].read(night, &told);
	}
	model_touch_steps(night);
	return true;
}
