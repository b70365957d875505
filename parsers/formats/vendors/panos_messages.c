// SPDX-License-Identifier: MIT
/* What PAN-OS system and configuration logs mean to an operation; the first row that holds counts.
 */
#include "panos_messages.h"
#include "panos_sentence.h"

#include "digrams.h"

/* clang-format off */
static const struct panos_message messages[] = {
	/* the text is trusted before the event id: auth-success lines were seen that say "failed" */
	{NULL, "failed authentication for user", SIGNAL_OPERATOR_LOGIN_FAILED, "fail", false},	/* F */
	{NULL, " logged in via ", SIGNAL_OPERATOR_LOGIN, "ok", false},		/* F */
	{NULL, " logged out via ", SIGNAL_OPERATOR_LOGOUT, NULL, false},	/* K */
	{NULL, "Session for user ", SIGNAL_OPERATOR_LOGOUT, "timeout", false},	/* K */
	{"auth-success", "admin role", SIGNAL_OPERATOR_LOGIN, "ok", false},	/* F */
	{NULL, "uto commit job succeeded", SIGNAL_DEVICE_UP, "ok", false},	/* K: policy after boot */
	{NULL, "utoCommit job succeeded", SIGNAL_DEVICE_UP, "ok", false},	/* K: the same */
	{NULL, "CommitAll job enqueued", SIGNAL_POLICY_PUSH_BEGIN, NULL, false}, /* K, as below */
	{NULL, "CommitAll job succeeded", SIGNAL_POLICY_PUSH_OK, "ok", false},
	{NULL, "CommitAll job failed", SIGNAL_POLICY_PUSH_FAIL, "fail", false},
	{NULL, "Commit job enqueued", SIGNAL_CONFIG_COMMIT_BEGIN, NULL, false},	/* K */
	{NULL, "Commit job succeeded", SIGNAL_CONFIG_COMMIT_OK, "ok", false},	/* Q */
	{NULL, "Commit job failed", SIGNAL_CONFIG_COMMIT_FAIL, "fail", false},	/* K */
	{NULL, "Commit failed", SIGNAL_CONFIG_COMMIT_FAIL, "fail", false},	/* K */
	{NULL, "Config installed", SIGNAL_CONFIG_COMMIT_OK, "ok", false},	/* F */
	{NULL, "load phase-1 failed", SIGNAL_CONFIG_COMMIT_FAIL, "fail", false}, /* K */
	{NULL, "load phase-2 failed", SIGNAL_CONFIG_COMMIT_FAIL, "fail", false}, /* K */
	{NULL, "utomatically revert", SIGNAL_CONFIG_ROLLBACK, NULL, false},	/* K */
	{NULL, "commit recovery", SIGNAL_CONFIG_ROLLBACK, NULL, false},		/* K */
	{NULL, "commit-recovery", SIGNAL_CONFIG_ROLLBACK, NULL, false},		/* K */
	{"state-change", "Moved from state", SIGNAL_HA_FAILOVER, NULL, false},	/* K */
	{"ha", "Moved from state", SIGNAL_HA_FAILOVER, NULL, false},		/* K */
	{"ha", "onnection down", SIGNAL_HA_PEER_DOWN, "fail", false},		/* K */
	{"ha", "onnections down", SIGNAL_HA_PEER_DOWN, "fail", false},		/* D: All HA1 connections down */
	{"ha", "link is down", SIGNAL_HA_PEER_DOWN, "fail", false},		/* K */
	{"ha", "link is up", SIGNAL_HA_PEER_UP, "ok", false},			/* K */
	{"ha", "keep-alive down", SIGNAL_HA_PEER_DOWN, "fail", false},		/* K */
	{"ha", "keep-alive up", SIGNAL_HA_PEER_UP, "ok", false},		/* K */
	{"ha", "tarting session synchronization", SIGNAL_HA_SYNC_BEGIN, NULL, false}, /* D, as below */
	{"ha", "ompleted session synchronization", SIGNAL_HA_SYNC_OK, "ok", false},
	{"ha", "onnection up", SIGNAL_HA_PEER_UP, "ok", false},			/* K */
	{"ha", "link down", SIGNAL_HA_PEER_DOWN, "fail", false},		/* K */
	{"ha", "link up", SIGNAL_HA_PEER_UP, "ok", false},			/* K */
	{"ha", "not synchronized", SIGNAL_HA_SYNC_FAIL, "fail", false},		/* K */
	{"ha", "ynchronization fail", SIGNAL_HA_SYNC_FAIL, "fail", false},	/* K */
	{"ha", "configuration synchronized", SIGNAL_HA_SYNC_OK, "ok", false},	/* K */
	{"ha", " is down", SIGNAL_HA_PEER_DOWN, "fail", false},			/* K */
	{"ha", " is up", SIGNAL_HA_PEER_UP, "ok", false},			/* K */
	{"link-change", "Down", SIGNAL_LINK_DOWN, "fail", true},		/* F, MAC: K */
	{"link-change", "Up", SIGNAL_LINK_UP, "ok", true},			/* F */
	{"lacp-lost", NULL, SIGNAL_LINK_DOWN, "fail", true},			/* K, as below */
	{"lacp-up", NULL, SIGNAL_LINK_UP, "ok", true},
	{"path-monitor-failure", NULL, SIGNAL_HEALTH_DOWN, "fail", true},
	{"path-monitor-recovery", NULL, SIGNAL_HEALTH_UP, "ok", true},
	{"routed-BGP-peer-left-established", NULL, SIGNAL_PEER_DOWN, "fail", true},	/* D, as below */
	{"routed-BGP-peer-enter-established", NULL, SIGNAL_PEER_UP, "ok", true},
	{"routed-OSPF-neighbor-down", NULL, SIGNAL_PEER_DOWN, "fail", true},
	{"routed-OSPF-neighbor-full", NULL, SIGNAL_PEER_UP, "ok", true},
	{"tunnel-status-down", NULL, SIGNAL_TUNNEL_DOWN, "fail", true},
	{"tunnel-status-up", NULL, SIGNAL_TUNNEL_UP, "ok", true},
	{NULL, "The system is starting up", SIGNAL_DEVICE_REBOOT, NULL, false},
	{NULL, "System restart requested", SIGNAL_DEVICE_REBOOT, NULL, false},
	{NULL, "The system is shutting down", SIGNAL_DEVICE_DOWN, NULL, false},
	{NULL, "core being saved", SIGNAL_DEVICE_CRASH, "fail", false},		/* K, as below */
	{NULL, "restarting dataplane", SIGNAL_DEVICE_CRASH, "fail", false},
	{NULL, "Disk usage for ", SIGNAL_RESOURCE_HIGH, NULL, false},
	{NULL, "ession table utilization", SIGNAL_TABLE_FULL, NULL, false},
	{NULL, "pool exhausted", SIGNAL_TABLE_FULL, "fail", false},
	{NULL, "NAT allocation fail", SIGNAL_TABLE_FULL, "fail", false},
	{NULL, "ontent update job succeeded", SIGNAL_UPDATE_OK, "ok", false},	/* F, as below */
	{NULL, "Installed contents package", SIGNAL_UPDATE_OK, "ok", false},
	{NULL, "package upgraded from version", SIGNAL_UPDATE_OK, "ok", false},
	{"upgrade-url-database-success", NULL, SIGNAL_UPDATE_OK, "ok", false},
	{NULL, "ontent update job failed", SIGNAL_UPDATE_FAIL, "fail", false},	/* K, as below */
	{"upgrade-url-database-failure", NULL, SIGNAL_UPDATE_FAIL, "fail", false},
	{"wildfire-conn-failed", NULL, SIGNAL_UPDATE_FAIL, "fail", false},	/* F */
	{"wildfire-conn-success", NULL, SIGNAL_UPDATE_OK, "ok", false},		/* K */
	{NULL, " failed, initiated by", SIGNAL_UPDATE_FAIL, "fail", false},	/* K: the update server */
	{"license-expired", NULL, SIGNAL_UPDATE_FAIL, "fail", false},
	{NULL, "Successfully connect to address", SIGNAL_LOG, "ok", false},	/* F: there again */
	{NULL, "port: 3978, conn id", SIGNAL_LOG_GAP, "fail", false},	/* F: the way to the collector */
	{NULL, "config cleared by user", SIGNAL_LOG_GAP, NULL, false},	/* F: the evidence is destroyed */
};
/* clang-format on */

static const char *const edits[] = {"set",  "edit",   "delete",   "add",  "clone", "multi-clone",
				    "move", "rename", "override", "load", NULL};

/* START and END are tunnel inspection. */
static const char *const types[] = {"TRAFFIC",  "THREAT",        "SYSTEM",
				    "CONFIG",   "GLOBALPROTECT", "USERID",
				    "HIPMATCH", "HIP-MATCH",     "AUTHENTICATION",
				    "AUTH",     "DECRYPTION",    "CORRELATION",
				    "IPTAG",    "SCTP",          "GTP",
				    "TUNNEL",   "START",         "END",
				    "audit",    "AUDIT",         "URL",
				    "DATA",     "WILDFIRE",      NULL};

const struct panos_message *panos_message_find(struct slice subtype, struct slice event_id,
					       struct slice sentence)
{
	struct digrams digrams;
	digrams_see(&digrams, sentence);
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
		const struct panos_message *row = &messages[i];
		if (row->text != NULL && !digrams_may_hold(&digrams, row->text)) {
			continue;
		}
		if (row->event != NULL && !slice_is(subtype, row->event) &&
		    !slice_is(event_id, row->event)) {
			continue;
		}
		if (row->text == NULL || slice_contains(sentence, row->text)) {
			return row;
		}
	}
	return NULL;
}

enum severity panos_severity(struct slice word, enum severity otherwise)
{
	static const struct {
		const char *word;
		enum severity severity;
	} words[] = {
		{"informational", SEVERITY_INFORMATIONAL},
		{"low", SEVERITY_NOTICE},
		{"medium", SEVERITY_WARNING},
		{"high", SEVERITY_ERROR},
		{"critical", SEVERITY_CRITICAL},
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (slice_is_ignoring_case(word, words[i].word)) {
			return words[i].severity;
		}
	}
	return otherwise;
}

struct slice panos_threat_id(struct slice name, struct slice otherwise)
{
	size_t open = name.size;
	while (open > 0 && name.data[open - 1] != '(') {
		open--;
	}
	struct slice id = slice_after(name, open);
	uint64_t number = 0;
	if (open == 0 || !slice_eat_uint(&id, &number) || !slice_is(id, ")")) {
		return otherwise;
	}
	return slice_make(name.data + open, name.size - open - 1);
}

static void read_part(struct slice object, struct slice sentence, struct event *event)
{
	object = slice_trim(object);
	event->part = object.size > 0 ? object : panos_word_after(sentence, "Port ");
	event->part = slice_first(event->part, slice_find_char(event->part, ':'));
}

void panos_system_read(struct slice subtype, struct slice event_id, struct slice object,
		       struct slice sentence, struct event *event)
{
	const struct panos_message *row = panos_message_find(subtype, event_id, sentence);
	panos_sentence_read(sentence, event);
	if (slice_ends_with(event_id, "-success") || slice_ends_with(event_id, "-succ")) {
		event->outcome = slice_from("ok");
	} else if (slice_ends_with(event_id, "-failed") || slice_ends_with(event_id, "-fail") ||
		   slice_ends_with(event_id, "-failure")) {
		event->outcome = slice_from("fail");
	}
	if (row == NULL) {
		bool phase = slice_ends_with(event_id, "-config-p1-failed") ||
			     slice_ends_with(event_id, "-config-p2-failed");
		event->signal = phase ? SIGNAL_CONFIG_COMMIT_FAIL : event->signal;
		return;
	}
	event->signal = row->signal;
	if (row->outcome != NULL) {
		event->outcome = slice_from(row->outcome);
	}
	if (row->has_part) {
		read_part(object, sentence, event);
	}
}

/*
 * A firewall submits a commit and tells its end in a SYSTEM line; Panorama's commit-all and
 * commit-and-push are the intent, each firewall tells its landing. An edit that failed changed
 * nothing.
 */
enum signal panos_command_signal(struct slice command, struct slice result)
{
	bool failed = slice_starts_with(result, "Fail") || slice_starts_with(result, "Unauth");
	if (slice_starts_with(command, "commit-")) {
		return failed ? SIGNAL_POLICY_PUSH_FAIL : SIGNAL_POLICY_PUSH_BEGIN;
	}
	if (slice_is(command, "commit")) {
		if (failed) {
			return SIGNAL_CONFIG_COMMIT_FAIL;
		}
		return slice_is(result, "Succeeded") ? SIGNAL_CONFIG_COMMIT_OK
						     : SIGNAL_CONFIG_COMMIT_BEGIN;
	}
	if (failed) {
		return SIGNAL_LOG;
	}
	if (slice_is(command, "revert")) {
		return SIGNAL_CONFIG_ROLLBACK;
	}
	return slice_is_one_of(command, edits) ? SIGNAL_CONFIG_CHANGE : SIGNAL_OPERATOR_COMMAND;
}

bool panos_type_is_known(struct slice word)
{
	return slice_is_one_of(word, types);
}

const char *panos_session_outcome(const struct event *event, struct slice reason)
{
	static const char *const refusals[] = {"den", "drop", "reset", "block"};
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		if (slice_starts_with(event->outcome, refusals[i])) {
			return "deny";
		}
	}
	if (slice_is(reason, "policy-deny") || slice_is(reason, "threat")) {
		return "deny";
	}
	if (slice_starts_with(reason, "tcp-rst")) {
		return "reset";
	}
	bool silent = event->bytes_out == 0 || slice_is(event->protocol, "tcp");
	return slice_is(reason, "aged-out") && silent ? "timeout" : "accept";
}
