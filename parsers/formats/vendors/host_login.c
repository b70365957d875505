// SPDX-License-Identifier: MIT
/* Who comes, goes, fails to, and commands: sshd, sudo, su, login, cron, useradd. */
#include "host_login.h"
#include "host_words.h"

/* " from 192.0.2.7 port 55743 ssh2" */
static void read_peer(struct slice text, struct event *event)
{
	event->client = word_of(behind(text, " from "));
	struct slice port = word_of(behind(text, " port "));
	uint64_t value = 0;
	if (slice_eat_uint(&port, &value) && value <= UINT16_MAX) {
		event->client_port = (int32_t)value;
	}
}

/* "session opened for user root(uid=0) by lee(uid=1000)" */
static void read_session_user(struct slice text, struct event *event)
{
	event->actor = before(word_of(behind(text, " for user ")), "(");
}

/* "Failed password for [invalid user ]lee from 192.0.2.7 port 22 ssh2" */
static void read_failed_login(struct slice text, struct event *event)
{
	event->signal = SIGNAL_OPERATOR_LOGIN_FAILED;
	event->outcome = slice_from("fail");
	struct slice user = behind(text, " for ");
	if (!slice_eat(&user, "invalid user ")) {
		slice_eat(&user, "illegal user ");
	}
	event->actor = before(user, " from ");
	read_peer(text, event);
}

/* "pam_unix(sudo:session): session opened for user root by lee(uid=1000)": who, if it is said. */
static bool read_pam(struct slice text, struct event *event)
{
	struct slice user = before(word_of(behind(text, " for user ")), "(");
	if (!slice_starts_with(text, "pam_") || slice_is_empty(user)) {
		return false;
	}
	struct slice by = before(word_of(behind(text, " by ")), "(");
	bool opened = slice_contains(text, "session opened for user ");
	if (opened || slice_contains(text, "session closed for user ")) {
		event->actor = opened && by.size > 0 ? by : user;
		return true;
	}
	return false;
}

void host_sshd_read(struct slice text, struct event *event)
{
	if (slice_starts_with(text, "Accepted ")) {
		event->signal = SIGNAL_OPERATOR_LOGIN;
		event->outcome = slice_from("ok");
		event->actor = before(behind(text, " for "), " from ");
		read_peer(text, event);
	} else if (slice_starts_with(text, "Failed ") && slice_contains(text, " for ")) {
		read_failed_login(text, event);
	} else if (slice_starts_with(text, "pam_unix(sshd:session): session closed for user ")) {
		event->signal = SIGNAL_OPERATOR_LOGOUT;
		read_session_user(text, event);
	} else if (slice_starts_with(text, "Disconnected from user ")) {
		event->signal = SIGNAL_OPERATOR_LOGOUT;
		struct slice rest = slice_after(text, strlen("Disconnected from user "));
		if (slice_eat_word(&rest, &event->actor)) {
			event->client = word_of(rest);
		}
	} else if (read_pam(text, event)) {
		return; /* "Accepted …" was the login */
	} else if (slice_starts_with(text, "Server listening on ")) {
		event->signal = SIGNAL_SERVICE_READY;
		event->part = slice_from("sshd");
	} else if (slice_starts_with(text, "Received signal ") &&
		   slice_contains(text, "; terminating")) {
		event->signal = SIGNAL_SERVICE_STOP;
		event->part = slice_from("sshd");
	} else if (slice_starts_with(text, "Invalid user ")) {
		event->actor = before(word_of(slice_after(text, strlen("Invalid user "))), " ");
		read_peer(text, event);
	} else if (slice_starts_with(text, "Connection closed by ") ||
		   slice_starts_with(text, "Received disconnect from ")) {
		read_peer(text, event);
	}
}

/* "    lee : TTY=pts/0 ; PWD=/home/lee ; USER=root ; COMMAND=/bin/cat /etc/hosts" */
void host_sudo_read(struct slice text, struct event *event)
{
	struct slice actor = slice_empty();
	struct slice rest = text;
	if (read_pam(text, event) || slice_starts_with(text, "pam_") ||
	    !slice_eat_until(&rest, ':', &actor)) {
		return;
	}
	event->actor = slice_trim(actor);
	if (slice_contains(rest, "incorrect password attempt")) {
		event->signal = SIGNAL_OPERATOR_LOGIN_FAILED;
		event->outcome = slice_from("fail");
	} else if (slice_contains(rest, "COMMAND=")) {
		event->signal = SIGNAL_OPERATOR_COMMAND;
		bool denied = slice_contains(before(rest, "COMMAND="), "not allowed") ||
			      slice_contains(before(rest, "COMMAND="), "NOT in sudoers");
		event->outcome = slice_from(denied ? "deny" : "ok");
	} else {
		event->actor = slice_empty();
	}
}

void host_console_read(struct slice text, struct event *event)
{
	if (slice_contains(text, "LOGIN ON ") || slice_starts_with(text, "ROOT LOGIN")) {
		event->signal = SIGNAL_OPERATOR_LOGIN;
		event->outcome = slice_from("ok");
		event->actor = slice_starts_with(text, "ROOT LOGIN")
				       ? slice_from("root")
				       : word_of(behind(text, " BY "));
	} else if (slice_contains(text, "(login:session): session closed for user ")) {
		event->signal = SIGNAL_OPERATOR_LOGOUT;
		read_session_user(text, event);
	} else if (slice_starts_with(text, "FAILED LOGIN")) {
		event->signal = SIGNAL_OPERATOR_LOGIN_FAILED;
		event->outcome = slice_from("fail");
	}
}

/* "FAILED SU (to root) lee on pts/0", "(to root) lee on pts/0" */
void host_su_read(struct slice text, struct event *event)
{
	bool failed = slice_eat(&text, "FAILED SU ") || slice_eat(&text, "FAILED su ");
	if (read_pam(text, event) || !slice_starts_with(text, "(to ")) {
		return;
	}
	event->signal = failed ? SIGNAL_OPERATOR_LOGIN_FAILED : SIGNAL_OPERATOR_COMMAND;
	event->outcome = slice_from(failed ? "fail" : "ok");
	event->actor = word_of(behind(text, ") "));
}

/* "(root) CMD (/usr/lib/sa/sa1 1 1)": whose job; nobody's command. */
void host_cron_read(struct slice text, struct event *event)
{
	struct slice user = slice_empty();
	if (read_pam(text, event)) {
		return;
	}
	if (slice_eat_char(&text, '(') && slice_eat_until(&text, ')', &user) &&
	    slice_starts_with(text, " ")) {
		event->actor = user;
	}
}

/* Accounts made, changed, taken away: "new user: name=lee, UID=1001, …" */
void host_account_read(struct slice text, struct event *event)
{
	static const char *const sentences[] = {
		"new user: name=", "new group: name=",     "delete user '", "change user '",
		"add '",           "password changed for "};
	for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
		if (slice_starts_with(text, sentences[i]) ||
		    (i == 5 && slice_contains(text, sentences[i]))) {
			event->signal = SIGNAL_CONFIG_CHANGE;
			event->part = slice_from("accounts");
			return;
		}
	}
}
