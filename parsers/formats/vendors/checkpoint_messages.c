// SPDX-License-Identifier: MIT
/* What Check Point's audit and system logs mean to an operation. */
#include "checkpoint_messages.h"
#include "message_table.h"

/* Operations by how they begin; what failed and what has not ended yet means something else. */
struct operation {
	const char *begins;
	enum signal done;
	enum signal failed;
	enum signal open; /* without a status */
};

/* clang-format off */
static const struct operation operations[] = {
	{"Log In", SIGNAL_OPERATOR_LOGIN, SIGNAL_OPERATOR_LOGIN_FAILED, SIGNAL_OPERATOR_LOGIN},	/* F */
	{"Log Out", SIGNAL_OPERATOR_LOGOUT, SIGNAL_OPERATOR_LOGOUT, SIGNAL_OPERATOR_LOGOUT},	/* F */
	{"Force Log Out", SIGNAL_OPERATOR_LOGOUT, SIGNAL_OPERATOR_LOGOUT, SIGNAL_OPERATOR_LOGOUT}, /* F */
	{"Install Policy", SIGNAL_POLICY_PUSH_OK, SIGNAL_POLICY_PUSH_FAIL, SIGNAL_POLICY_PUSH_BEGIN}, /* F */
	{"Publish", SIGNAL_CONFIG_COMMIT_OK, SIGNAL_CONFIG_COMMIT_FAIL, SIGNAL_CONFIG_COMMIT_OK}, /* F */
	{"Revert to Revision", SIGNAL_CONFIG_ROLLBACK, SIGNAL_LOG, SIGNAL_CONFIG_ROLLBACK},	/* K */
	{"Restore", SIGNAL_CONFIG_ROLLBACK, SIGNAL_LOG, SIGNAL_CONFIG_ROLLBACK},		/* K */
	{"Run One Time Script", SIGNAL_OPERATOR_COMMAND, SIGNAL_OPERATOR_COMMAND, SIGNAL_OPERATOR_COMMAND}, /* F */
	{"Create ", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG, SIGNAL_CONFIG_CHANGE},			/* F, as below */
	{"Modify ", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG, SIGNAL_CONFIG_CHANGE},
	{"Set ", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG, SIGNAL_CONFIG_CHANGE},
	{"Delete ", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG, SIGNAL_CONFIG_CHANGE},
	{"Add ", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG, SIGNAL_CONFIG_CHANGE},			/* K, as below */
	{"Move ", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG, SIGNAL_CONFIG_CHANGE},
	{"Rename ", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG, SIGNAL_CONFIG_CHANGE},
	{"Enable ", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG, SIGNAL_CONFIG_CHANGE},
	{"Disable ", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG, SIGNAL_CONFIG_CHANGE},
	{"IPS Update", SIGNAL_UPDATE_OK, SIGNAL_UPDATE_FAIL, SIGNAL_UPDATE_OK},
	{"Application Control & URL Filtering Update", SIGNAL_UPDATE_OK, SIGNAL_UPDATE_FAIL, SIGNAL_UPDATE_OK},
};

static const struct message_row sentences[] = {
	{"CLUS-114*", "State change:", SIGNAL_HA_FAILOVER, NULL, NULL},		/* Q */
	{"CLUS-1103*", "is down", SIGNAL_LINK_DOWN, "fail", "nterface "},	/* K */
	{"CLUS-1103*", "is up", SIGNAL_LINK_UP, "ok", "nterface "},		/* K */
	{"CLUS-1201*", "nterface", SIGNAL_LINK_DOWN, "fail", "nterface "},	/* K */
	{"CLUS-*", "State change:", SIGNAL_HA_FAILOVER, NULL, NULL},		/* Q */
	{NULL, "State change of member", SIGNAL_HA_FAILOVER, NULL, NULL},	/* K, as below */
	{NULL, "Starting ClusterXL", SIGNAL_HA_FAILOVER, NULL, NULL},
	{NULL, "Stopping ClusterXL", SIGNAL_HA_FAILOVER, NULL, NULL},
	{NULL, "(ClusterXL) member", SIGNAL_HA_FAILOVER, NULL, NULL},
	{NULL, "table connections limit", SIGNAL_TABLE_FULL, "fail", NULL},
	{NULL, "connections table is", SIGNAL_TABLE_FULL, NULL, NULL},
	{NULL, "NAT Hide failure", SIGNAL_TABLE_FULL, "fail", NULL},
	{NULL, "NAT allocation failure", SIGNAL_TABLE_FULL, "fail", NULL},
	{NULL, "Instance is currently fully utilized", SIGNAL_RESOURCE_HIGH, "fail", NULL},
	{NULL, "NIC Link is Down", SIGNAL_LINK_DOWN, "fail", NULL},
	{NULL, "NIC Link is Up", SIGNAL_LINK_UP, "ok", NULL},
	{NULL, "Configuration changed from ", SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{NULL, "Start executing : ", SIGNAL_OPERATOR_COMMAND, NULL, NULL},
	{NULL, "administrator failed to log in", SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},
	{NULL, "was updated with database version", SIGNAL_UPDATE_OK, "ok", NULL},	/* F */
	{NULL, "No update was found", SIGNAL_LOG, NULL, NULL},			/* F */
};
/* clang-format on */

/* 10 done, 11 failed, 12 logged out. */
static bool has_failed(const struct checkpoint_words *words)
{
	return slice_is(words->number, "11") || slice_starts_with(words->status, "Fail") ||
	       slice_contains(words->sentence, "failed to log in");
}

static bool read_operation(const struct checkpoint_words *words, struct event *event)
{
	for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
		const struct operation *row = &operations[i];
		if (!slice_starts_with(words->operation, row->begins)) {
			continue;
		}
		if (has_failed(words)) {
			event->signal = row->failed;
			event->outcome = slice_from("fail");
		} else {
			event->signal = words->status.size > 0 ? row->done : row->open;
			bool is_open = event->signal == SIGNAL_POLICY_PUSH_BEGIN;
			event->outcome = slice_from(is_open ? "" : "ok");
		}
		return true;
	}
	return false;
}

/* "installed Standard": the gateway has its policy. */
static bool read_installed(struct slice sentence, struct event *event)
{
	if (!slice_starts_with(sentence, "installed ")) {
		return false; /* F */
	}
	event->signal = SIGNAL_POLICY_PUSH_OK;
	event->outcome = slice_from("ok");
	event->rule = slice_after(sentence, strlen("installed "));
	return true;
}

/* "Interface eth1 is down (disconnected / link down)" */
static bool read_link(struct slice sentence, struct event *event)
{
	size_t at = slice_find(sentence, "nterface ");
	struct slice rest = slice_after(sentence, at + strlen("nterface "));
	struct slice name;
	if (!slice_eat_word(&rest, &name)) {
		return false;
	}
	bool down = slice_starts_with(rest, "is down");
	if (!down && !slice_starts_with(rest, "is up")) {
		return false;
	}
	event->signal = down ? SIGNAL_LINK_DOWN : SIGNAL_LINK_UP; /* K */
	event->outcome = slice_from(down ? "fail" : "ok");
	event->part = name;
	return true;
}

/* "CLUS-114802-1: State change: …": the code inside the sentence. */
static struct slice code_of(struct slice sentence)
{
	struct slice rest = slice_after(sentence, slice_find(sentence, "CLUS-"));
	return slice_first(rest, slice_find_char(rest, ':'));
}

bool checkpoint_read(const struct checkpoint_words *words, struct event *event)
{
	if (read_operation(words, event) || read_installed(words->sentence, event)) {
		return true;
	}
	struct slice code = code_of(words->sentence);
	if (code.size > 0) {
		event->code = code;
	}
	if (read_link(words->sentence, event)) {
		return true;
	}
	return message_table_apply(sentences, sizeof(sentences) / sizeof(sentences[0]), code,
				   words->sentence, event);
}

enum { VIEWER_STAMP_SIZE = 20 }; /* "07-Aug-2024 05:30:19" */

/* One or two digits, padded to two. */
static bool put_two(struct slice *text, char *put)
{
	size_t digits = 0;
	while (digits < text->size && text->data[digits] >= '0' && text->data[digits] <= '9') {
		digits++;
	}
	if (digits != 1 && digits != 2) {
		return false;
	}
	put[0] = '0';
	if (digits == 2) {
		put[0] = text->data[0];
	}
	put[1] = text->data[digits - 1];
	*text = slice_after(*text, digits);
	return true;
}

bool checkpoint_eat_stamp(struct slice *text, struct stamp *ret_stamp)
{
	enum { DATE_REST = 7, TIME_REST = 6 }; /* "Aug2024", ":30:19" */
	char shape[VIEWER_STAMP_SIZE] = "00-Mon-2024 00:00:0";
	struct slice rest = *text;
	if (!put_two(&rest, shape) || rest.size < DATE_REST) {
		return false;
	}
	memcpy(shape + 3, rest.data, 3);
	memcpy(shape + 7, rest.data + 3, 4);
	rest = slice_after(rest, DATE_REST);
	slice_eat_blanks(&rest);
	if (!put_two(&rest, shape + 12) || rest.size < TIME_REST) {
		return false;
	}
	memcpy(shape + 14, rest.data, TIME_REST);
	struct slice whole = slice_make(shape, VIEWER_STAMP_SIZE);
	if (!stamp_eat_dmy(&whole, ret_stamp) || whole.size > 0) {
		return false;
	}
	*text = slice_after(rest, TIME_REST);
	return true;
}
