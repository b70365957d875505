// SPDX-License-Identifier: MIT
/* Looks words up and fills sentences in. */
#include "report.h"
#include "words_table.h"

#include <stdio.h>

enum {
	NUMBER_SIZE = 24,    /* an int64_t in decimal */
	PHRASE_SIZE = 512,   /* a part of a sentence: place, concurrent leaves, evidence ids */
	EVIDENCE_SHOWN = 12, /* ids in one sentence; the table beside it has them all */
};

/* A sentence being filled in; stays NUL-terminated and never ends inside a character. */
struct sentence {
	char *data;
	size_t size, limit;
};

/* One thing to fill in. A NULL name ends the list. */
struct filling {
	const char *name, *text;
};

static const struct words_row *const tables[] = {words_leaves, words_sentences, words_labels,
						 words_phrases, words_warnings};

const char *language_name(enum language language)
{
	return language == LANGUAGE_KOREAN ? "ko" : "en";
}

bool language_find(struct slice name, enum language *ret_language)
{
	for (int i = 0; i < LANGUAGE_COUNT; i++) {
		if (slice_is(name, language_name((enum language)i))) {
			*ret_language = (enum language)i;
			return true;
		}
	}
	return false;
}

static const char *find(const struct words_row *table, enum language language, const char *key)
{
	for (const struct words_row *row = table; row->key != NULL; row++) {
		if (strcmp(row->key, key) == 0) {
			return row->texts[language];
		}
	}
	return NULL;
}

const char *words_word(enum language language, const char *word)
{
	const char *text = word == NULL ? "" : find(words_labels, language, word);
	return text == NULL ? word : text;
}

const char *words_label(enum language language, const char *key)
{
	return words_word(language, key);
}

const char *words_gap(enum language language)
{
	return language == LANGUAGE_KOREAN ? "" : " ";
}

const char *words_cause(enum language language, const char *cause)
{
	return words_word(language, cause);
}

const char *words_leaf(enum language language, const char *leaf)
{
	const char *text = find(words_leaves, language, leaf);
	return text == NULL ? leaf : text;
}

const char *words_settle(enum language language, const char *leaf)
{
	char key[PHRASE_SIZE];
	(void)snprintf(key, sizeof key, "settle %s", leaf);
	const char *text = leaf[0] == 'U' ? find(words_leaves, language, key) : "";
	return text == NULL ? find(words_leaves, language, "settle U") : text;
}

const char *words_template(size_t index)
{
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
		for (const struct words_row *row = tables[i]; row->key != NULL; row++) {
			if (index < LANGUAGE_COUNT) {
				return row->texts[index];
			}
			index -= LANGUAGE_COUNT;
		}
	}
	return NULL;
}

static void append(struct sentence *sentence, struct slice text)
{
	size_t room = sentence->limit - 1 - sentence->size;
	struct slice part = slice_first(text, room);
	while (part.size < text.size && part.size > 0 &&
	       ((unsigned char)text.data[part.size] & 0xC0U) == 0x80U) {
		part.size--;
	}
	memcpy(sentence->data + sentence->size, part.data, part.size);
	sentence->size += part.size;
	sentence->data[sentence->size] = '\0';
}

static struct slice filling_of(const struct filling *fillings, struct slice name)
{
	for (const struct filling *filling = fillings; filling->name != NULL; filling++) {
		if (slice_is(name, filling->name)) {
			return slice_from(filling->text == NULL ? "" : filling->text);
		}
	}
	return slice_empty();
}

/* Appends the template of that key with its `{name}`s filled in. */
static void say(struct sentence *sentence, enum language language, const char *key,
		const struct filling *fillings)
{
	const char *template = find(words_sentences, language, key);
	struct slice text = slice_from(template == NULL ? "" : template);
	while (text.size > 0) {
		struct slice plain;
		struct slice name;
		if (!slice_eat_until(&text, '{', &plain)) {
			append(sentence, text);
			return;
		}
		append(sentence, plain);
		if (slice_eat_until(&text, '}', &name)) {
			append(sentence, filling_of(fillings, name));
		}
	}
}

static struct sentence sentence_in(char *buffer, size_t limit)
{
	buffer[0] = '\0';
	return (struct sentence){buffer, 0, limit};
}

static const char *number(int64_t value, char *buffer)
{
	(void)snprintf(buffer, NUMBER_SIZE, "%lld", (long long)value);
	return buffer;
}

void words_answer(enum language language, const struct report *report, char *buffer)
{
	struct sentence sentence = sentence_in(buffer, WORDS_SENTENCE_SIZE);
	char restored[TIMESTAMP_TEXT_SIZE];
	char end[TIMESTAMP_TEXT_SIZE];
	char numbers[CAUSE_COUNT + 1][NUMBER_SIZE];
	report_clock(report, report->restored_at, restored);
	report_clock(report, report->window_end_at, end);
	const struct report_cause *causes = report->causes;
	const struct filling fillings[] = {
		{"restored", restored},
		{"end", end},
		{"overrun", number(report->overrun.min, numbers[CAUSE_COUNT])},
		{"S", number(causes[CAUSE_STAFFING].headline.min, numbers[0])},
		{"P", number(causes[CAUSE_PROCEDURE].headline.min, numbers[1])},
		{"T", number(causes[CAUSE_TECHNICAL].headline.min, numbers[2])},
		{"U", number(causes[CAUSE_UNDETERMINED].headline.min, numbers[3])},
		{NULL, NULL},
	};
	bool over = report->overrun.us > 0;
	if (report_is_blind(report)) {
		say(&sentence, language, "answer no requests", fillings);
	} else if (report->censored) {
		say(&sentence, language, over ? "answer over censored" : "answer in time censored",
		    fillings);
	} else {
		say(&sentence, language, over ? "answer over" : "answer in time", fillings);
	}
	if (over && report->split) {
		append(&sentence, slice_from(" "));
		say(&sentence, language, "answer split", fillings);
	}
}

void words_verdict(enum language language, const struct report *report, char *buffer)
{
	struct sentence sentence = sentence_in(buffer, WORDS_SENTENCE_SIZE);
	char key[PHRASE_SIZE];
	(void)snprintf(key, sizeof key, "reason %s", report->reason == NULL ? "" : report->reason);
	const char *reason = find(words_sentences, language, key);
	const struct filling fillings[] = {
		{"cause",
		 report->main_cause == NULL ? "" : words_cause(language, report->main_cause)},
		{"reason", reason == NULL ? report->reason : reason},
		{NULL, NULL},
	};
	if (report->main_cause != NULL) {
		say(&sentence, language, "verdict main", fillings);
	} else if (report_is_blind(report)) {
		say(&sentence, language, "verdict no requests", fillings);
	} else if (report->overrun.us == 0) {
		say(&sentence, language,
		    report->censored ? "verdict censored inside" : "verdict none_overrun",
		    fillings);
	} else {
		say(&sentence, language, "verdict none", fillings);
	}
	if (report->overrun.us > 0 &&
	    2 * report->causes[CAUSE_UNDETERMINED].headline.us > report->overrun.us) {
		append(&sentence, slice_from(" "));
		say(&sentence, language, "verdict records", fillings);
	}
}

void words_category(enum language language, const struct report *report, size_t cause, char *buffer)
{
	struct sentence sentence = sentence_in(buffer, WORDS_SENTENCE_SIZE);
	const struct report_cause *item = &report->causes[cause];
	char numbers[4][NUMBER_SIZE];
	char but_for[TIMESTAMP_TEXT_SIZE];
	report_clock(report, item->but_for_end_at, but_for);
	const struct filling fillings[] = {
		{"cause", words_cause(language, item->name)},
		{"headline", number(item->headline.min, numbers[0])},
		{"overrun", number(report->overrun.min, numbers[1])},
		{"least", number(item->least.min, numbers[2])},
		{"greatest", number(item->greatest.min, numbers[3])},
		{"but_for", but_for},
		{"grade", item->grade},
		{NULL, NULL},
	};
	say(&sentence, language, "category", fillings);
	if (item->but_for_end_at != TIMESTAMP_NONE && item->but_for_end_at != report->restored_at) {
		say(&sentence, language, "category but-for", fillings);
	}
	if (item->grade != NULL) {
		say(&sentence, language, "category grade", fillings);
	}
}

/* "step S3 (role DC), attempt 2" */
static void say_where(enum language language, const struct report *report,
		      const struct report_span *span, char *buffer)
{
	char place[PHRASE_SIZE];
	char attempt[NUMBER_SIZE];
	struct sentence where = sentence_in(place, sizeof place);
	const struct filling fillings[] = {
		{"step", span->step}, {"role", span->role}, {NULL, NULL}};
	if (span->step == NULL) {
		say(&where, language, report_has_attempts(report) ? "span tail" : "span no step",
		    fillings);
	} else {
		say(&where, language, span->role == NULL ? "span step only" : "span step",
		    fillings);
	}
	struct sentence whole = sentence_in(buffer, PHRASE_SIZE);
	if (span->attempt > 1) {
		const struct filling more[] = {{"where", place},
					       {"attempt", number(span->attempt, attempt)},
					       {NULL, NULL}};
		say(&whole, language, "span attempt", more);
	} else {
		append(&whole, slice_from(place));
	}
}

/* "E12, E13" */
static void list_evidence(const struct report *report, const struct report_citations *citations,
			  char *buffer)
{
	struct sentence ids = sentence_in(buffer, PHRASE_SIZE);
	for (size_t i = 0; i < citations->count && i < EVIDENCE_SHOWN; i++) {
		char id[NUMBER_SIZE];
		(void)snprintf(id, sizeof id, "%sE%d", i == 0 ? "" : ", ",
			       report->evidence[citations->items[i]].number);
		append(&ids, slice_from(id));
	}
	if (citations->count > EVIDENCE_SHOWN) {
		append(&ids, slice_from(", …"));
	}
}

/* "the record shows: … (E4, E5; grade B)" */
static void say_claim(struct sentence *sentence, enum language language,
		      const struct report *report, const struct report_span *span)
{
	char others[PHRASE_SIZE];
	char ids[PHRASE_SIZE];
	list_evidence(report, &span->evidence, ids);
	struct sentence also = sentence_in(others, sizeof others);
	for (size_t i = 1; i < span->leaf_count; i++) {
		const struct filling other[] = {{"what", words_leaf(language, span->leaves[i])},
						{NULL, NULL}};
		say(&also, language, "span also", other);
	}
	const char *leaf = span->leaf_count > 0 ? span->leaves[0] : "U";
	const struct filling fillings[] = {
		{"what", words_leaf(language, leaf)},
		{"also", others},
		{"settle", words_settle(language, leaf)},
		{"evidence", ids},
		{"grade", span->grade == NULL ? "D" : span->grade},
		{NULL, NULL},
	};
	bool shown = span->grade != NULL && span->grade[0] <= 'B';
	say(sentence, language,
	    leaf[0] == 'U' ? "span undetermined" : (shown ? "span shows" : "span consistent"),
	    fillings);
	say(sentence, language, ids[0] == '\0' ? "span no evidence" : "span evidence", fillings);
}

void words_span(enum language language, const struct report *report, const struct report_span *span,
		char *buffer)
{
	struct sentence sentence = sentence_in(buffer, WORDS_SENTENCE_SIZE);
	char clocks[REPORT_CLOCKS_SIZE];
	char minutes[NUMBER_SIZE];
	char where[PHRASE_SIZE];
	report_clocks(report, span->from_at, span->to_at, clocks);
	say_where(language, report, span, where);
	const struct filling fillings[] = {{"span", clocks},
					   {"min", number(span->amount.min, minutes)},
					   {"where", where},
					   {NULL, NULL}};
	say(&sentence, language, "span place", fillings);
	say_claim(&sentence, language, report, span);
}

void words_claim(enum language language, const struct report *report,
		 const struct report_span *span, char *buffer)
{
	struct sentence sentence = sentence_in(buffer, WORDS_SENTENCE_SIZE);
	say_claim(&sentence, language, report, span);
	if (buffer[0] >= 'a' && buffer[0] <= 'z') {
		buffer[0] = (char)(buffer[0] - 'a' + 'A');
	}
}

/* The civil day on whose first instant a rule came into force, in whatever zone that was. */
static void say_day(timestamp at, char *buffer)
{
	int64_t year = 0;
	int month = 0;
	int day = 0;
	if (at == TIMESTAMP_NONE) {
		buffer[0] = '\0';
		return;
	}
	civil_from_days((at + US_PER_DAY / 2) / US_PER_DAY, &year, &month, &day);
	(void)snprintf(buffer, TIMESTAMP_TEXT_SIZE, "%04lld-%02d-%02d", (long long)year, month,
		       day);
}

void words_regulation(enum language language, const struct report *report,
		      const struct report_regulation *rule, char *buffer)
{
	struct sentence sentence = sentence_in(buffer, WORDS_SENTENCE_SIZE);
	char key[PHRASE_SIZE];
	char times[3][TIMESTAMP_TEXT_SIZE];
	char numbers[2][NUMBER_SIZE];
	report_clock(report, rule->start_at, times[0]);
	report_clock(report, rule->due_at, times[1]);
	say_day(rule->in_force_at, times[2]);
	const struct filling fillings[] = {
		{"measured", number(rule->measured.min, numbers[0])},
		{"threshold", number(rule->threshold.min, numbers[1])},
		{"start", times[0]},
		{"due", times[1]},
		{"in_force", times[2]},
		{"missing", rule->missing},
		{NULL, NULL},
	};
	bool window = strcmp(rule->rule, "window") == 0;
	(void)snprintf(key, sizeof key, "rule %s%s", window ? "window " : "", rule->state);
	say(&sentence, language, key, fillings);
	if (window && report->overrun.us > 0) {
		bool in_time = false;
		for (size_t i = 0; i < report->extension_count; i++) {
			in_time = in_time || report->extensions[i].in_time;
		}
		say(&sentence, language,
		    report->extension_count == 0
			    ? "extension none"
			    : (in_time ? "extension in time" : "extension late"),
		    fillings);
	}
}
