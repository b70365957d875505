// SPDX-License-Identifier: MIT
/* What SonicOS messages mean to an operation. */
#include "sonicwall_messages.h"
#include "message_table.h"

/* clang-format off */
static const struct message_row rows[] = {
	{NULL, "Connection Closed", SIGNAL_FLOW, "close", NULL},		/* F */
	{NULL, "Connection Opened", SIGNAL_FLOW, "accept", NULL},		/* K, as below */
	{NULL, "packet dropped", SIGNAL_FLOW, "deny", NULL},
	{NULL, "connection dropped", SIGNAL_FLOW, "deny", NULL},
	{NULL, "connection denied", SIGNAL_FLOW, "deny", NULL},
	{NULL, "dministrator login allowed", SIGNAL_OPERATOR_LOGIN, "ok", NULL},
	{NULL, "dministrator login denied", SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},
	{NULL, "dministrator logged out", SIGNAL_OPERATOR_LOGOUT, NULL, NULL},
	{NULL, "CLI administrator logged out", SIGNAL_OPERATOR_LOGOUT, NULL, NULL},
	{NULL, "ser login denied", SIGNAL_AUTH_FAIL, "fail", NULL},
	{NULL, "onfiguration succeeded", SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{NULL, "onfiguration change", SIGNAL_CONFIG_CHANGE, NULL, NULL},
	{NULL, "Settings Import", SIGNAL_CONFIG_ROLLBACK, NULL, NULL},
	{NULL, "Link Is Up", SIGNAL_LINK_UP, "ok", "Interface "},
	{NULL, "Link Is Down", SIGNAL_LINK_DOWN, "fail", "Interface "},
	{NULL, "transitioned to Active", SIGNAL_HA_FAILOVER, NULL, NULL},
	{NULL, "transitioned to Idle", SIGNAL_HA_FAILOVER, NULL, NULL},
	{NULL, "missed heartbeats from", SIGNAL_HA_PEER_DOWN, "fail", NULL},
	{NULL, "eceived reboot signal from", SIGNAL_HA_PEER_DOWN, NULL, NULL},
	{NULL, "Probing Failure on ", SIGNAL_HEALTH_DOWN, "fail", "Probing Failure on "},
	{NULL, "Probing Success on ", SIGNAL_HEALTH_UP, "ok", "Probing Success on "},
	{NULL, "onnection cache is full", SIGNAL_TABLE_FULL, "fail", NULL},
	{NULL, "he cache is full", SIGNAL_TABLE_FULL, "fail", NULL},
	{NULL, "Log full;", SIGNAL_LOG_GAP, NULL, NULL},
	{NULL, "activated", SIGNAL_DEVICE_UP, NULL, NULL},
	{NULL, "being restarted by", SIGNAL_DEVICE_REBOOT, NULL, NULL},
};
/* clang-format on */

bool sonicwall_read(struct slice name, struct slice text, struct event *event)
{
	struct slice none = slice_empty();
	size_t count = sizeof(rows) / sizeof(rows[0]);
	return message_table_apply(rows, count, none, name, event) ||
	       message_table_apply(rows, count, none, text, event);
}
