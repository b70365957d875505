// SPDX-License-Identifier: MIT
/*
 * What a Kubernetes cluster tells of itself: events and the API server's audit log.
 *
 *     {"type":"MODIFIED","object":{"kind":"Event","involvedObject":{"kind":"Pod","name":"web-1"},
 *         "reason":"Unhealthy","message":"Readiness probe failed: …","lastTimestamp":"…"}}
 *     {"kind":"Event","apiVersion":"audit.k8s.io/v1","stage":"ResponseComplete","verb":"patch",…}
 *     2m11s       Warning   Unhealthy   pod/web-1   Readiness probe failed: …     kubectl get
 *       Warning  Unhealthy  1s (x4 over 91s)  kubelet  Liveness probe failed: …   kubectl describe
 *
 * kubectl tells ages only: its lines have no time and take that of the line before.
 */
#include <stdlib.h>

#include "format.h"
#include "json_text.h"
#include "kubernetes_reasons.h"

enum {
	SCRATCH_SIZE =
		16 * 1024, /* resolved text of a message; they are cut at 1024 by the server */
	WORDS_MAX = 9,     /* before "Warning" in the widest form of kubectl get */
	HTTP_ERROR = 400,
};

struct state {
	char scratch[SCRATCH_SIZE];
};

/* The fields of one object, event or audit record. */
struct found {
	struct slice reason, type, kind, name, verb, user, stage, resource, subresource;
	struct slice address, agent;
	struct json_field message;
	struct stamp last, first, created, received;
	int64_t status;
	bool is_event, is_audit;
};

static void *kubernetes_open(void)
{
	return malloc(sizeof(struct state));
}

static void read_time(struct slice text, struct stamp *ret_stamp)
{
	struct stamp stamp;
	if (stamp_eat_iso(&text, &stamp)) {
		*ret_stamp = stamp;
	}
}

/* The name without the wrapper of a watch or of an event router. */
static struct slice inner_name(struct slice name)
{
	(void)(slice_eat(&name, "object.") || slice_eat(&name, "event."));
	return name;
}

static void take_event_field(struct slice name, const struct json_field *field, struct found *found)
{
	if (slice_is(name, "reason")) {
		found->reason = field->value;
	} else if (slice_is(name, "message") || slice_is(name, "note")) {
		found->message = *field;
	} else if (slice_is(name, "type")) {
		found->type = field->value;
	} else if (slice_is(name, "involvedObject.kind") || slice_is(name, "regarding.kind")) {
		found->kind = field->value;
	} else if (slice_is(name, "involvedObject.name") || slice_is(name, "regarding.name")) {
		found->name = field->value;
	} else if (slice_is(name, "lastTimestamp") || slice_is(name, "series.lastObservedTime")) {
		read_time(field->value, &found->last);
	} else if (slice_is(name, "eventTime") || slice_is(name, "firstTimestamp")) {
		read_time(field->value, &found->first);
	} else if (slice_is(name, "metadata.creationTimestamp")) {
		read_time(field->value, &found->created);
	}
}

static void take_audit_field(struct slice name, const struct json_field *field, struct found *found)
{
	if (slice_is(name, "stage")) {
		found->stage = field->value;
	} else if (slice_is(name, "verb")) {
		found->verb = field->value;
	} else if (slice_is(name, "user.username") || slice_is(name, "impersonatedUser.username")) {
		found->user = field->value;
	} else if (slice_is(name, "objectRef.resource")) {
		found->resource = field->value;
	} else if (slice_is(name, "objectRef.subresource")) {
		found->subresource = field->value;
	} else if (slice_is(name, "userAgent")) {
		found->agent = field->value;
	} else if (slice_is(name, "auditID")) {
		found->is_audit = true;
	} else if (slice_is(name, "objectRef.name")) {
		found->name = field->value;
	} else if (slice_is(name, "responseStatus.code")) {
		(void)slice_to_int(field->value, &found->status);
	} else if (slice_is(name, "stageTimestamp")) {
		read_time(field->value, &found->last);
	} else if (slice_is(name, "requestReceivedTimestamp")) {
		read_time(field->value, &found->received);
	}
}

/* `["192.0.2.7","10.0.0.1"]`: the first is the client, the others are proxies. */
static struct slice first_of(struct slice array)
{
	struct slice skipped = slice_empty();
	struct slice first = slice_empty();
	bool quoted =
		slice_eat_until(&array, '"', &skipped) && slice_eat_until(&array, '"', &first);
	return quoted ? first : slice_empty();
}

static bool read_json(struct slice text, struct found *found)
{
	struct json_walk walk;
	struct json_field field;
	*found = (struct found){.message = {.name = slice_empty(), .value = slice_empty()}};
	found->subresource = found->address = found->agent = slice_empty();
	struct slice *texts[] = {&found->reason, &found->type, &found->kind,  &found->name,
				 &found->verb,   &found->user, &found->stage, &found->resource};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		*texts[i] = slice_empty();
	}
	if (!json_open(&walk, text)) {
		return false;
	}
	while (json_next(&walk, &field)) {
		struct slice name = inner_name(field.name);
		if (slice_is(name, "sourceIPs") && field.kind == JSON_ARRAY) {
			found->address = first_of(field.value);
		}
		if (field.kind != JSON_STRING && field.kind != JSON_NUMBER) {
			continue;
		}
		if (slice_is(name, "apiVersion")) {
			found->is_audit =
				found->is_audit || slice_starts_with(field.value, "audit.k8s.io/");
		}
		take_event_field(name, &field, found);
		take_audit_field(name, &field, found);
	}
	found->is_event =
		!found->is_audit && !slice_is_empty(found->reason) && !slice_is_empty(found->kind);
	return json_is_whole(&walk) && (found->is_event || found->is_audit);
}

/* The node itself is a host; a pod, a deployment is an object. */
static void name_object(struct slice kind, struct slice name, struct event *event)
{
	if (slice_is_ignoring_case(kind, "node")) {
		event->host = name;
	} else {
		event->object = name;
	}
}

static void fill_event(struct state *state, const struct found *found, struct event *event)
{
	const struct stamp *times[] = {&found->last, &found->first, &found->created};
	for (size_t i = 0; i < 3 && (event->stamp.flags & STAMP_SET) == 0; i++) {
		event->stamp = *times[i];
	}
	event->code = found->reason;
	event->severity =
		slice_is(found->type, "Warning") ? SEVERITY_WARNING : SEVERITY_INFORMATIONAL;
	event->message = json_text(&found->message, state->scratch, SCRATCH_SIZE);
	name_object(found->kind, found->name, event);
	kubernetes_reason_read(event->code, event->message, event);
}

/* Who changed what; the cluster's own controllers (system:…) do so all day. */
static void fill_audit(const struct found *found, struct event *event)
{
	static const char *const changes[] = {"create", "update", "patch", "delete",
					      "deletecollection"};
	event->stamp = (found->last.flags & STAMP_SET) != 0 ? found->last : found->received;
	event->code = found->verb;
	event->actor = found->user;
	event->status = found->status > 0 && found->status < 1000 ? (int32_t)found->status : 0;
	event->object = found->name;
	event->rule = found->resource;
	event->client = found->address;
	event->agent = found->agent;
	if ((found->last.flags & STAMP_SET) != 0 && (found->received.flags & STAMP_SET) != 0 &&
	    found->last.civil_us >= found->received.civil_us) {
		event->duration_us = found->last.civil_us - found->received.civil_us;
		event->stamps_end = true;
	}
	event->outcome = found->status == 0           ? slice_empty()
			 : found->status < HTTP_ERROR ? slice_from("ok")
						      : slice_from("fail");
	if (!slice_is(found->stage, "ResponseComplete") ||
	    slice_starts_with(found->user, "system:") || found->status >= HTTP_ERROR ||
	    slice_is(found->resource, "leases") || slice_is(found->resource, "events")) {
		return;
	}
	if (slice_is(found->subresource, "exec") || slice_is(found->subresource, "attach")) {
		event->signal = SIGNAL_OPERATOR_COMMAND; /* somebody inside of a container */
		return;
	}
	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
		if (slice_is(found->verb, changes[i])) {
			event->signal = SIGNAL_CONFIG_CHANGE;
		}
	}
}

/* "91s", "2m11s", "5d" */
static bool is_age(struct slice word)
{
	uint64_t number = 0;
	bool any = false;
	while (word.size > 0) {
		if (!slice_eat_uint(&word, &number) || word.size == 0 ||
		    strchr("smhdy", word.data[0]) == NULL) {
			return false;
		}
		word = slice_after(word, 1);
		any = true;
	}
	return any;
}

/* "Unhealthy": a capital, then letters. */
static bool is_reason(struct slice word)
{
	for (size_t i = 0; i < word.size; i++) {
		if ((unsigned char)((word.data[i] | 0x20) - 'a') >= 26) {
			return false;
		}
	}
	return word.size > 2 && word.data[0] >= 'A' && word.data[0] <= 'Z';
}

/* What kubectl printed, in one of its three layouts. */
struct row {
	struct slice type, reason, kind, name, message;
};

/* describe: "1s (x4 over 91s)  kubelet  Liveness probe failed: …" */
static bool read_described(struct slice rest, struct row *row)
{
	struct slice word;
	struct slice times = slice_empty();
	if (!slice_eat_word(&rest, &word) || !(is_age(word) || slice_is(word, "<unknown>"))) {
		return false;
	}
	if (slice_starts_with(rest, "(x")) {
		if (!slice_eat_until(&rest, ')', &times)) {
			return false;
		}
		slice_eat_blanks(&rest);
	}
	row->message = slice_eat_word(&rest, &word) ? rest : slice_empty();
	return true;
}

/* get: "pod/web-1   Readiness probe failed"; of old: "{kubelet node-1}  Readiness probe failed" */
static bool read_listed(struct slice rest, struct row *row)
{
	struct slice word;
	struct slice source = slice_empty();
	if (slice_starts_with(rest, "{") && slice_eat_until(&rest, '}', &source)) {
		slice_eat_blanks(&rest);
		row->message = rest;
		return true;
	}
	size_t slash = 0;
	if (!slice_eat_word(&rest, &word) || (slash = slice_find_char(word, '/')) == word.size) {
		return false;
	}
	row->kind = slice_first(word, slash);
	row->name = slice_after(word, slash + 1);
	row->message = rest;
	return true;
}

static bool read_text(struct slice text, struct row *row)
{
	struct slice before[WORDS_MAX];
	struct slice word = slice_empty();
	*row = (struct row){slice_empty(), slice_empty(), slice_empty(), slice_empty(),
			    slice_empty()};
	size_t count = 0;
	if (!slice_contains(text, "Warning") && !slice_contains(text, "Normal")) {
		return false;
	}
	slice_eat_blanks(&text);
	while (count < WORDS_MAX && slice_eat_word(&text, &word) && !slice_is(word, "Warning") &&
	       !slice_is(word, "Normal")) {
		before[count++] = word;
	}
	if (count == WORDS_MAX || !(slice_is(word, "Warning") || slice_is(word, "Normal"))) {
		return false;
	}
	row->type = word;
	if (!slice_eat_word(&text, &row->reason) || !is_reason(row->reason)) {
		return false;
	}
	if (count == 0) {
		return read_described(text, row);
	}
	bool aged = is_age(before[0]) || (count > 1 && is_age(before[1]));
	if (!aged || !read_listed(text, row)) {
		return false;
	}
	if (slice_is_empty(row->name) && count >= 6) { /* namespace, ages, count, name, kind */
		row->name = before[4];
		row->kind = before[5];
	}
	return true;
}

static enum status kubernetes_parse(void *self, const struct record *record, struct event *event)
{
	struct found found;
	struct row row;
	if (slice_starts_with(record->body, "{")) {
		if (!read_json(record->body, &found)) {
			return STATUS_MISMATCH;
		}
		if (found.is_audit) {
			fill_audit(&found, event);
		} else {
			fill_event(self, &found, event);
		}
		return STATUS_OK;
	}
	if (!read_text(record->whole, &row)) {
		return STATUS_MISMATCH;
	}
	event->severity = slice_is(row.type, "Warning") ? SEVERITY_WARNING : SEVERITY_INFORMATIONAL;
	event->code = row.reason;
	event->message = slice_trim(row.message);
	name_object(row.kind, row.name, event);
	kubernetes_reason_read(event->code, event->message, event);
	return STATUS_OK;
}

/* "LAST SEEN   TYPE      REASON", "  Type     Reason" */
static bool kubernetes_is_header(const struct record *record)
{
	struct slice text = slice_trim(record->whole);
	return (slice_starts_with(text, "LAST SEEN ") || slice_starts_with(text, "NAMESPACE ")) &&
	       slice_contains(text, " TYPE ") && slice_contains(text, " REASON ");
}

static int kubernetes_bid(const struct record *record)
{
	struct row row;
	if (slice_starts_with(record->body, "{")) {
		bool audit = slice_contains(record->body, "\"audit.k8s.io/") ||
			     (slice_contains(record->body, "\"auditID\"") &&
			      slice_contains(record->body, "\"requestURI\""));
		bool event = slice_contains(record->body, "\"involvedObject\"") ||
			     slice_contains(record->body, "\"regarding\"");
		bool reason = slice_contains(record->body, "\"reason\"");
		return audit || (event && reason) ? BID_SIGNATURE : BID_NONE;
	}
	if (kubernetes_is_header(record)) {
		return BID_SHAPE;
	}
	return read_text(record->whole, &row) ? BID_SHAPE + 10 : BID_NONE;
}

const struct format kubernetes_format = {
	.name = "kubernetes",
	.title = "Kubernetes events (JSON, kubectl) and audit log",
	.source = "kubernetes.io, Event v1; Auditing, audit.k8s.io/v1",
	.bid = kubernetes_bid,
	.needs_any = "WN{",
	.parse = kubernetes_parse,
	.open = kubernetes_open,
	.close = free,
	.is_header = kubernetes_is_header,
};
