// SPDX-License-Identifier: MIT
/*
 * klog and glog: Kubernetes components, ingress controllers, other Go and C++ services.
 *
 *     E1215 04:15:13.816036       8 config.go:489] Expected to load root CA config, but got err: …
 *     I0508 05:28:31.918932    1388 scope.go:117] "RemoveContainer" containerID="241bfc"
 *
 * The stamp has neither year nor zone. A fatal line (F) is followed by the dump of all goroutines.
 */
#include "application.h"
#include "format.h"
#include "layout.h"
#include "request_line.h"

struct head {
	struct stamp stamp;
	enum severity severity;
	struct slice place; /* "config.go:489" */
	struct slice message;
};

static enum severity severity_of(char letter)
{
	switch (letter) {
	case 'I':
		return SEVERITY_INFORMATIONAL;
	case 'W':
		return SEVERITY_WARNING;
	case 'E':
		return SEVERITY_ERROR;
	case 'F':
		return SEVERITY_CRITICAL;
	default:
		return SEVERITY_NONE;
	}
}

static bool read_head(struct slice text, struct head *head)
{
	uint64_t thread = 0;
	struct slice digits = slice_after(text, 1);
	int32_t day = 0;
	head->severity = text.size == 0 ? SEVERITY_NONE : severity_of(text.data[0]);
	if (head->severity == SEVERITY_NONE || !slice_eat_digits(&digits, 4, &day)) {
		return false;
	}
	text = slice_after(text, 1);
	if (!layout_eat("%m%d %H:%M:%S.%f", &text, &head->stamp)) {
		return false;
	}
	slice_eat_blanks(&text);
	if (!slice_eat_uint(&text, &thread) || !slice_eat_char(&text, ' ') ||
	    !slice_eat_until(&text, ']', &head->place)) {
		return false;
	}
	slice_eat_blanks(&text);
	head->message = text;
	return true;
}

static enum status klog_parse(void *state, const struct record *record, struct event *event)
{
	struct head head;
	(void)state;
	if (!read_head(record->body, &head)) {
		return STATUS_MISMATCH;
	}
	event->stamp = head.stamp;
	event->severity = head.severity;
	event->code = head.place;
	event->message = head.message;
	application_read(head.message, event);
	return STATUS_OK;
}

static bool klog_begins(const struct record *record)
{
	struct head head;
	return record->envelope.kind != ENVELOPE_NONE || read_head(record->body, &head) ||
	       is_access_line(record->body);
}

static int klog_bid(const struct record *record)
{
	struct head head;
	return read_head(record->body, &head) ? BID_SIGNATURE - 10 : BID_NONE;
}

const struct format klog_format = {
	.name = "klog",
	.title = "klog and glog (Kubernetes components)",
	.source = "k8s.io/klog/v2; google/glog, Severity prefix",
	.bid = klog_bid,
	.first = "IWEF",
	.parse = klog_parse,
	.begins = klog_begins,
};
