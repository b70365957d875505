// SPDX-License-Identifier: MIT
/* Both sides of a field as text, and their comparison. */
#include "fields.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "specimen.h"

enum field {
	FIELD_TIME,
	FIELD_HOST,
	FIELD_CLIENT,
	FIELD_CLIENT_PORT,
	FIELD_SERVER,
	FIELD_SERVER_PORT,
	FIELD_OUTCOME,
	FIELD_STATUS,
	FIELD_BYTES_OUT,
	FIELD_BYTES_IN,
	FIELD_DURATION,
	FIELD_ACTOR,
	FIELD_RULE,
	FIELD_CODE,
	FIELD_SEVERITY,
};

const char *const field_names[FIELD_COUNT] = {
	"time",        "host",    "client", "client_port", "server",
	"server_port", "outcome", "status", "bytes_out",   "bytes_in",
	"duration",    "actor",   "rule",   "code",        "severity",
};

/* ------------------------------------------------------------------ ours */

static void put_number(struct value *value, int64_t number, int64_t none)
{
	value->is_there = number != none;
	snprintf(value->text, sizeof value->text, "%" PRId64, number);
}

static void put_slice(struct value *value, struct slice text)
{
	value->is_there = text.size > 0;
	snprintf(value->text, sizeof value->text, "%.*s", (int)text.size, text.data);
}

static void put_time(struct value *value, const struct event *event)
{
	bool told = (event->stamp.flags & STAMP_SET) != 0 ||
		    slice_is(event->code, "continuation"); /* it has its record's time */
	value->is_there = told && event->happened_at != TIMESTAMP_NONE;
	char text[TIMESTAMP_TEXT_SIZE];
	timestamp_to_iso(event->happened_at, 0, text);
	snprintf(value->text, sizeof value->text, "%s", text);
}

static void put_severity(struct value *value, enum severity severity)
{
	static const char *const words[] = {"emergency",     "alert",   "critical",
					    "error",         "warning", "notice",
					    "informational", "debug",   ""};
	value->is_there = severity != SEVERITY_NONE;
	snprintf(value->text, sizeof value->text, "%s", words[severity]);
}

struct value field_of_event(const struct event *event, int field)
{
	struct value value = {.is_there = false};
	const struct slice *texts[FIELD_COUNT] = {
		[FIELD_HOST] = &event->host,     [FIELD_CLIENT] = &event->client,
		[FIELD_SERVER] = &event->server, [FIELD_OUTCOME] = &event->outcome,
		[FIELD_ACTOR] = &event->actor,   [FIELD_RULE] = &event->rule,
		[FIELD_CODE] = &event->code,
	};
	switch (field) {
	case FIELD_TIME:
		put_time(&value, event);
		break;
	case FIELD_CLIENT_PORT:
		put_number(&value, event->client_port, PORT_NONE);
		break;
	case FIELD_SERVER_PORT:
		put_number(&value, event->server_port, PORT_NONE);
		break;
	case FIELD_STATUS:
		put_number(&value, event->status, 0);
		break;
	case FIELD_BYTES_OUT:
		put_number(&value, event->bytes_out, BYTES_NONE);
		break;
	case FIELD_BYTES_IN:
		put_number(&value, event->bytes_in, BYTES_NONE);
		break;
	case FIELD_DURATION:
		put_number(&value, event->duration_us, DURATION_NONE);
		break;
	case FIELD_SEVERITY:
		put_severity(&value, event->severity);
		break;
	default:
		put_slice(&value, *texts[field]);
		break;
	}
	return value;
}

/* ------------------------------------------------------------------ theirs */

/* "elastic/nginx_access" goes before "elastic". */
struct field_rule field_rule(const struct rows *fields, const char *kind, const char *format,
			     int field)
{
	char own[128];
	struct field_rule rule = {NULL, NULL};
	bool is_own = false;
	snprintf(own, sizeof own, "%s/%s", kind, format);
	for (size_t i = 0; i < fields->count; i++) {
		char *const *cells = fields->rows[i].cells;
		if (strcmp(cells[1], field_names[field]) != 0) {
			continue;
		}
		if (strcmp(cells[0], own) == 0 || (!is_own && strcmp(cells[0], kind) == 0)) {
			is_own = strcmp(cells[0], own) == 0;
			rule = (struct field_rule){cells[2], cells[3]};
		}
	}
	if (rule.compare != NULL && strcmp(rule.compare, "-") == 0) {
		rule.compare = NULL;
	}
	return rule;
}

static const char *class_of(const struct rows *words, const char *word)
{
	for (size_t i = 0; i < words->count; i++) {
		if (strcasecmp(words->rows[i].cells[0], word) == 0) {
			return words->rows[i].cells[1];
		}
	}
	return word;
}

/* Is the text of class "-": a word that says nothing of this? */
static bool says_nothing(const struct rows *words, const char *text)
{
	bool nothing = strcmp(text, "-") == 0;
	for (size_t i = 0; words != NULL && i < words->count && !nothing; i++) {
		nothing = strcasecmp(words->rows[i].cells[0], text) == 0 &&
			  strcmp(words->rows[i].cells[1], "-") == 0;
	}
	return nothing;
}

/* Appends; `words` are NULL where they do not matter. */
static void put_json(struct value *value, const struct rows *words, json_t *json)
{
	if (json_is_string(json) && says_nothing(words, json_string_value(json))) {
		return;
	}
	size_t used = strlen(value->text);
	const char *between = used > 0 ? "|" : "";
	char *end = value->text + used;
	size_t left = sizeof value->text - used;
	if (json_is_string(json)) {
		snprintf(end, left, "%s%s", between, json_string_value(json));
	} else if (json_is_integer(json)) {
		snprintf(end, left, "%s%" JSON_INTEGER_FORMAT, between, json_integer_value(json));
	} else if (json_is_real(json)) {
		snprintf(end, left, "%s%.17g", between, json_real_value(json));
	} else if (json_is_array(json)) {
		for (size_t i = 0; i < json_array_size(json); i++) {
			put_json(value, words, json_array_get(json, i));
		}
	}
}

struct value field_of_item(const struct rows *words, json_t *item, struct field_rule rule)
{
	bool is_word = strcmp(rule.compare, "words") == 0;
	struct value value = {.is_there = false};
	const char *path = rule.paths;
	bool more = false; /* the path before ended in '+' */
	while ((more || value.text[0] == '\0') && *path != '\0') {
		char one[128];
		size_t size = strcspn(path, ",+");
		snprintf(one, sizeof one, "%.*s", (int)size, path);
		put_json(&value, is_word ? words : NULL, expected_at(item, one));
		more = path[size] == '+';
		path += size + (path[size] == '\0' ? 0 : 1);
	}
	value.is_there = value.text[0] != '\0';
	return value;
}

/* ------------------------------------------------------------------ comparison */

static void relate(char *relation, const char *text)
{
	snprintf(relation, VALUE_SIZE, "%s", text);
}

static bool same_address(const char *left, const char *right)
{
	unsigned char a[16] = {0};
	unsigned char b[16] = {0};
	if (inet_pton(AF_INET6, left, a) == 1 && inet_pton(AF_INET6, right, b) == 1) {
		return memcmp(a, b, sizeof a) == 0;
	}
	return strcasecmp(left, right) == 0;
}

static bool same_duration(const char *unit, const char *ours, const char *theirs)
{
	double factor = unit[0] == 'n' ? 1e-3 : unit[0] == 'u' ? 1 : unit[0] == 'm' ? 1e3 : 1e6;
	double difference = strtod(ours, NULL) - strtod(theirs, NULL) * factor;
	return difference > -1.0 && difference < 1.0;
}

/* "EXAMPLE\\lee", "lee@example.com" → "lee": they keep the domain in a field of its own. */
static bool same_account(const char *ours, const char *theirs)
{
	const char *name = strrchr(ours, '\\');
	name = name == NULL ? ours : name + 1;
	size_t size = strcspn(name, "@");
	return strcmp(ours, theirs) == 0 || strcmp(name, theirs) == 0 ||
	       (strlen(theirs) == size && strncmp(name, theirs, size) == 0);
}

static bool same_text(const struct rows *words, const char *compare, const char *ours,
		      const char *theirs)
{
	if (strcmp(compare, "ip") == 0) {
		return same_address(ours, theirs);
	}
	if (strcmp(compare, "words") == 0 || strcmp(compare, "levels") == 0) {
		return strcasecmp(class_of(words, ours), class_of(words, theirs)) == 0;
	}
	if (strcmp(compare, "int") == 0) {
		return strtoll(ours, NULL, 10) == strtoll(theirs, NULL, 10);
	}
	if (strcmp(compare, "text") == 0) {
		return strcmp(ours, theirs) == 0;
	}
	if (strcmp(compare, "account") == 0) {
		return same_account(ours, theirs);
	}
	if (strcmp(compare, "fold") == 0) {
		return strcasecmp(ours, theirs) == 0;
	}
	return same_duration(compare, ours, theirs);
}

static void relate_texts(const char *compare, const char *ours, const char *theirs, char *relation)
{
	if (strcmp(compare, "words") == 0 || strcmp(compare, "levels") == 0) {
		snprintf(relation, VALUE_SIZE, "%.60s, not %.60s", ours, theirs);
	} else if (strcmp(compare, "text") != 0 && strcmp(compare, "fold") != 0 &&
		   strcmp(compare, "account") != 0 && strcmp(compare, "ip") != 0) {
		relate(relation, "another number");
	} else if (strcasecmp(ours, theirs) == 0) {
		relate(relation, "upper and lower case");
	} else if (strcasestr(theirs, ours) != NULL) {
		relate(relation, "ours is part of theirs");
	} else if (strcasestr(ours, theirs) != NULL) {
		relate(relation, "theirs is part of ours");
	} else {
		relate(relation, "another text");
	}
}

/* The instant within its year: what is left when nobody knows the year. */
static int64_t within_year(timestamp at)
{
	int64_t days = at / US_PER_DAY;
	int64_t year = 0;
	int month = 0;
	int day = 0;
	civil_from_days(days, &year, &month, &day);
	return (month * 100 + day) * US_PER_DAY + at % US_PER_DAY;
}

/* One of theirs, as text; what has no zone is UTC. */
static bool read_their_time(const char *theirs, struct stamp *ret_stamp)
{
	struct slice text = slice_from(theirs);
	if (!stamp_eat_iso(&text, ret_stamp) && !stamp_eat_clf(&text, ret_stamp) &&
	    !stamp_eat_slashes(&text, ret_stamp) && !stamp_eat_ctime(&text, ret_stamp) &&
	    !stamp_eat_bsd(&text, ret_stamp) && !stamp_eat_short(&text, ret_stamp) &&
	    !stamp_eat_epoch(&text, ret_stamp)) {
		return false;
	}
	if ((ret_stamp->flags & STAMP_ZONE) == 0) {
		ret_stamp->flags |= STAMP_ZONE;
		ret_stamp->offset_s = 0;
	}
	return true;
}

static bool same_time(const struct event *event, const char *theirs, char *relation)
{
	struct stamp stamp;
	if (!read_their_time(theirs, &stamp)) {
		relate(relation, "theirs is no time that we know");
		return false;
	}
	timestamp at = stamp.civil_us - (int64_t)stamp.offset_s * US_PER_S;
	int64_t difference = event->happened_at - at;
	if (llabs(difference) < US_PER_MS) { /* they keep milliseconds */
		return true;
	}
	bool no_year = event->year_origin != ORIGIN_LINE || (stamp.flags & STAMP_YEAR) == 0;
	if (no_year && llabs(within_year(event->happened_at) - within_year(at)) < US_PER_MS) {
		return true;
	}
	if (difference > 0 && difference < US_PER_S && at % US_PER_S == 0) {
		relate(relation, "theirs is cut to whole seconds");
	} else if (event->received_at != TIMESTAMP_NONE &&
		   llabs(event->received_at - at) < US_PER_MS) {
		relate(relation, "theirs is the relay's stamp");
	} else if (llabs(difference) < US_PER_S) {
		relate(relation, "fractions of the second");
	} else if (difference % (15 * (int64_t)US_PER_MINUTE) == 0 &&
		   llabs(difference) <= US_PER_DAY) {
		snprintf(relation, VALUE_SIZE, "ours is %+" PRId64 " minutes later",
			 difference / US_PER_MINUTE);
	} else {
		relate(relation, "another time");
	}
	return false;
}

/* Theirs may be several, where a record has several clocks; one that agrees is enough. */
static bool same_one_of_times(const struct event *event, const char *theirs, char *relation)
{
	char list[VALUE_SIZE];
	snprintf(list, sizeof list, "%s", theirs);
	char *rest = list;
	bool same = false;
	for (char *one = strsep(&rest, "|"); one != NULL && !same; one = strsep(&rest, "|")) {
		same = same_time(event, one, relation);
	}
	return same;
}

/* The same field of the other end, where a field has two. */
static struct value other_side(const struct event *event, int field)
{
	static const struct {
		enum field field, other;
	} sides[] = {
		{FIELD_CLIENT, FIELD_SERVER},
		{FIELD_SERVER, FIELD_CLIENT},
		{FIELD_CLIENT_PORT, FIELD_SERVER_PORT},
		{FIELD_SERVER_PORT, FIELD_CLIENT_PORT},
	};
	for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++) {
		if (sides[i].field == (enum field)field) {
			return field_of_event(event, (int)sides[i].other);
		}
	}
	return (struct value){.is_there = false};
}

bool field_equals(const struct rows *words, struct field_rule rule, const struct event *event,
		  int field, const struct value *ours, const struct value *theirs,
		  char *ret_relation)
{
	if (strcmp(rule.compare, "time") == 0) {
		return same_one_of_times(event, theirs->text, ret_relation);
	}
	char list[VALUE_SIZE];
	snprintf(list, sizeof list, "%s", theirs->text);
	char *rest = list;
	bool same = same_text(words, rule.compare, ours->text, theirs->text);
	for (char *one = strsep(&rest, "|"); one != NULL && !same; one = strsep(&rest, "|")) {
		same = same_text(words, rule.compare, ours->text, one);
	}
	struct value other = other_side(event, field);
	if (!same && other.is_there && same_text(words, rule.compare, other.text, theirs->text)) {
		relate(ret_relation, "the sides are exchanged");
	} else if (!same) {
		relate_texts(rule.compare, ours->text, theirs->text, ret_relation);
	}
	return same;
}
