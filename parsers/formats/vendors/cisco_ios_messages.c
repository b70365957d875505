// SPDX-License-Identifier: MIT
/* What the mnemonics of Cisco's switches and routers mean; the first row that holds counts. */
#include "cisco_ios_messages.h"
#include "message_table.h"

/* Marks: F seen in real logs, D documented in the system message guides. */
/* clang-format off */
static const struct message_row rows[] = {
	{"UPDOWN", "changed state to up", SIGNAL_LINK_UP, "ok", "nterface "},		/* F, as below */
	{"UPDOWN", "changed state to down", SIGNAL_LINK_DOWN, "fail", "nterface "},
	{"UPDOWN", "changed state to Up", SIGNAL_LINK_UP, "ok", "nterface "},		/* D: IOS XR, as to INFO_* */
	{"UPDOWN", "changed state to Down", SIGNAL_LINK_DOWN, "fail", "nterface "},
	{"DB_COMMIT", NULL, SIGNAL_CONFIG_COMMIT_OK, "ok", NULL},
	{"INFO_USER_LOGOUT", NULL, SIGNAL_OPERATOR_LOGOUT, NULL, NULL},			/* F */
	{"INFO_SUCCESS", "uthenticated user", SIGNAL_OPERATOR_LOGIN, "ok", NULL},
	{"INFO_FAILURE", NULL, SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},
	{"AAA_AUTH_ADMIN_USER", "succeeded", SIGNAL_OPERATOR_LOGIN, "ok", NULL},		/* F: wireless controllers */
	{"AAA_AUTH_ADMIN_USER", "failed", SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},
	{"USER_NAME_*", NULL, SIGNAL_LOG, NULL, NULL},
	{"USER_RESET", NULL, SIGNAL_LOG, NULL, NULL},					/* F */
	{"CHANGED", "administratively down", SIGNAL_LINK_DOWN, "fail", "nterface "},
	{"ERR_DISABLE", "putting ", SIGNAL_LINK_DOWN, "fail", "putting "},
	{"IF_DOWN_*", NULL, SIGNAL_LINK_DOWN, "fail", "nterface "},
	{"IF_UP", NULL, SIGNAL_LINK_UP, "ok", "nterface "},
	{"CONFIG_I", NULL, SIGNAL_CONFIG_CHANGE, NULL, NULL},
	{"CONFIG_P", NULL, SIGNAL_CONFIG_CHANGE, NULL, NULL},
	{"VSHD_SYSLOG_CONFIG_I", NULL, SIGNAL_CONFIG_CHANGE, NULL, NULL},
	{"USERNAME_CONFIGURATION", NULL, SIGNAL_CONFIG_CHANGE, NULL, NULL},
	{"CFGLOG_LOGGEDCMD", "!exec", SIGNAL_OPERATOR_COMMAND, NULL, NULL},
	{"CFGLOG_LOGGEDCMD", NULL, SIGNAL_CONFIG_CHANGE, NULL, NULL},
	{"ACCTLOCAL", "Command: ", SIGNAL_OPERATOR_COMMAND, NULL, NULL},
	{"VSHD_SYSLOG_CMD_EXEC", NULL, SIGNAL_OPERATOR_COMMAND, NULL, NULL},
	{"LOGIN_SUCCESS", NULL, SIGNAL_OPERATOR_LOGIN, "ok", NULL},
	{"LOGIN_FAILED", NULL, SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},
	{"PRIV_AUTH_FAIL", NULL, SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},
	{"SYSTEM_MSG", "Authentication fail", SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},
	{"LOGOUT", NULL, SIGNAL_OPERATOR_LOGOUT, NULL, NULL},
	{"TTY_EXPIRE_TIMER", NULL, SIGNAL_OPERATOR_LOGOUT, NULL, NULL},
	{"LOGGINGHOST_FAIL", NULL, SIGNAL_LOG_GAP, "fail", NULL},
	{"IPACCESSLOGRL", NULL, SIGNAL_LOG_GAP, NULL, NULL},
	{"RELOAD", NULL, SIGNAL_DEVICE_REBOOT, NULL, NULL},				/* D, as below */
	{"RESTART", NULL, SIGNAL_DEVICE_UP, "ok", NULL},
	{"CLOCKUPDATE", NULL, SIGNAL_CLOCK_STEP, NULL, NULL},
	{"CPUHOG", NULL, SIGNAL_RESOURCE_HIGH, NULL, NULL},
	{"MALLOCFAIL", NULL, SIGNAL_RESOURCE_HIGH, NULL, NULL},
	{"ADJCHG", "to DOWN", SIGNAL_PEER_DOWN, "fail", "Nbr "},
	{"ADJCHG", "to FULL", SIGNAL_PEER_UP, "ok", "Nbr "},
	{"ADJCHANGE", " Down", SIGNAL_PEER_DOWN, "fail", "eighbor "},
	{"ADJCHANGE", " Up", SIGNAL_PEER_UP, "ok", "eighbor "},
	{"NBRCHANGE", "is down", SIGNAL_PEER_DOWN, "fail", "eighbor "},
	{"NBRCHANGE", "is up", SIGNAL_PEER_UP, "ok", "eighbor "},
	{"STATECHANGE", "-> Active", SIGNAL_HA_FAILOVER, "active", NULL},
	{"STATECHANGE", "-> Master", SIGNAL_HA_FAILOVER, "active", NULL},
	{"SYSTEM_RESTART", NULL, SIGNAL_DEVICE_UP, "ok", NULL},
	{"REDUNDANCY_SWITCHOVER", NULL, SIGNAL_HA_FAILOVER, NULL, NULL},
	{"BGPADJCHANGE", " Down", SIGNAL_PEER_DOWN, "fail", "eighbor "},
	{"BGPADJCHANGE", " Up", SIGNAL_PEER_UP, "ok", "eighbor "},
	{"BFD_SESS_DOWN", NULL, SIGNAL_PEER_DOWN, "fail", "eighbor "},
	{"BFD_SESS_UP", NULL, SIGNAL_PEER_UP, "ok", "eighbor "},
	{"SWITCHOVER", NULL, SIGNAL_HA_FAILOVER, NULL, NULL},
};
/* clang-format on */

bool cisco_ios_apply(struct slice mnemonic, struct slice text, struct event *event)
{
	return message_table_apply(rows, sizeof(rows) / sizeof(rows[0]), mnemonic, text, event);
}
