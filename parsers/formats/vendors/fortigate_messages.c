// SPDX-License-Identifier: MIT
/* What FortiGate's message ids mean to an operation; rows ascend, the first that holds counts. */
#include "fortigate_messages.h"

/* clang-format off */
static const struct fortigate_message messages[] = {
	{17006, NULL, "INSTALLED", SIGNAL_POLICY_PUSH_OK, NULL},		/* F, FortiManager */
	{20005, NULL, NULL, SIGNAL_LINK_UP, "interface"},			/* D */
	{20006, NULL, NULL, SIGNAL_LINK_DOWN, "interface"},			/* D */
	{20007, NULL, NULL, SIGNAL_TABLE_FULL, NULL},				/* D: NAT ports or sockets */
	{20090, NULL, "up\"", SIGNAL_LINK_UP, "interface"},			/* K */
	{20090, NULL, "down\"", SIGNAL_LINK_DOWN, "interface"},			/* K */
	{20099, "Interface status changed", "status=\"UP\"", SIGNAL_LINK_UP, "interface"},	/* D, as below */
	{20099, "Interface status changed", "status=\"DOWN\"", SIGNAL_LINK_DOWN, "interface"},
	{20099, "Interface status changed", "turned up", SIGNAL_LINK_UP, "interface"},
	{20099, "Interface status changed", "turned down", SIGNAL_LINK_DOWN, "interface"},
	{20107, NULL, NULL, SIGNAL_LOG_GAP, NULL},				/* K: log upload error */
	{20109, NULL, NULL, SIGNAL_UPDATE_FAIL, NULL},				/* D: licence expired */
	{20300, "BGP neighbor status changed", " Down", SIGNAL_PEER_DOWN, "neighbor "}, /* D, as below */
	{20300, "BGP neighbor status changed", " Up", SIGNAL_PEER_UP, "neighbor "},
	{20301, "OSPF neighbor status changed", "Down\"", SIGNAL_PEER_DOWN, "neighbor "}, /* K, as below */
	{20301, "OSPF neighbor status changed", "Full\"", SIGNAL_PEER_UP, "neighbor "},
	{20301, "OSPF neighbor status changed", "Up\"", SIGNAL_PEER_UP, "neighbor "},
	{21018, NULL, "IN_SYNC", SIGNAL_POLICY_PUSH_OK, NULL},			/* F, FortiManager */
	{22011, NULL, NULL, SIGNAL_RESOURCE_HIGH, NULL},			/* D: conserve mode */
	{22012, NULL, NULL, SIGNAL_RESOURCE_NORMAL, NULL},			/* D */
	{22013, NULL, NULL, SIGNAL_TABLE_FULL, NULL},				/* K: IP pool blocks */
	{22014, NULL, NULL, SIGNAL_TABLE_FULL, NULL},				/* K: NAT addresses */
	{22017, NULL, NULL, SIGNAL_TABLE_FULL, NULL},				/* K: limit of the box */
	{22018, NULL, NULL, SIGNAL_TABLE_FULL, NULL},				/* K: limit of a VDOM */
	{22019, NULL, NULL, SIGNAL_LOG_GAP, NULL},				/* K: log rate over limit */
	{22102, NULL, NULL, SIGNAL_LOG_GAP, NULL},				/* K: log disk failure */
	{22700, NULL, NULL, SIGNAL_RESOURCE_HIGH, NULL},			/* K: IPS fails open */
	{22701, NULL, NULL, SIGNAL_RESOURCE_NORMAL, NULL},			/* K */
	{22802, NULL, NULL, SIGNAL_TABLE_FULL, NULL},				/* D: descriptors */
	{22803, NULL, NULL, SIGNAL_TABLE_NORMAL, NULL},				/* D */
	{22913, NULL, NULL, SIGNAL_UPDATE_FAIL, NULL},				/* F: FortiGuard's server lost */
	{22915, NULL, NULL, SIGNAL_UPDATE_OK, NULL},				/* F: and there again */
	{22922, NULL, "removed", SIGNAL_HEALTH_DOWN, "interface"},		/* D: link monitor */
	{22922, NULL, "added", SIGNAL_HEALTH_UP, "interface"},			/* D */
	{22922, NULL, "dead", SIGNAL_HEALTH_DOWN, "interface"},			/* K */
	{22922, NULL, "alive", SIGNAL_HEALTH_UP, "interface"},			/* K */
	{22923, "Virtual WAN Link status", "newvalue=\"0\"", SIGNAL_HEALTH_DOWN, "healthcheck"}, /* F, as below */
	{22923, "Virtual WAN Link status", "oldvalue=\"0\"", SIGNAL_HEALTH_UP, "healthcheck"},
	{22925, NULL, "SLA failed", SIGNAL_HEALTH_DOWN, "interface"},		/* F */
	{22925, NULL, "SLA pass", SIGNAL_HEALTH_UP, "interface"},		/* K */
	{22932, NULL, "dead", SIGNAL_HEALTH_DOWN, "interface"},			/* D: link monitor, as below */
	{22932, NULL, "alive", SIGNAL_HEALTH_UP, "interface"},
	{22933, NULL, "SLA failed", SIGNAL_HEALTH_DOWN, "interface"},
	{22933, NULL, "SLA pass", SIGNAL_HEALTH_UP, "interface"},
	{27001, NULL, NULL, SIGNAL_HA_FAILOVER, NULL},				/* D: VRRP */
	{32001, "Admin login successful", NULL, SIGNAL_OPERATOR_LOGIN, NULL},	/* F, as to 32102 */
	{32002, "Admin login failed", NULL, SIGNAL_OPERATOR_LOGIN_FAILED, NULL},
	{32003, "Admin logout successful", NULL, SIGNAL_OPERATOR_LOGOUT, NULL},
	{32009, NULL, NULL, SIGNAL_DEVICE_UP, NULL},				/* D */
	{32021, "Admin login disabled", NULL, SIGNAL_OPERATOR_LOGIN_FAILED, NULL},
	{32099, NULL, NULL, SIGNAL_CONFIG_CHANGE, NULL},			/* D */
	{32102, "Configuration changed", NULL, SIGNAL_CONFIG_CHANGE, NULL},
	{32104, NULL, NULL, SIGNAL_CONFIG_CHANGE, NULL},			/* D: through the web interface */
	{32138, NULL, NULL, SIGNAL_DEVICE_REBOOT, NULL},			/* D */
	{32200, NULL, NULL, SIGNAL_DEVICE_DOWN, NULL},				/* D: shut down by an administrator */
	{32203, NULL, NULL, SIGNAL_CONFIG_ROLLBACK, NULL},			/* D: configuration restored */
	{32226, NULL, NULL, SIGNAL_CONFIG_ROLLBACK, NULL},			/* D: factory settings restored */
	{32340, NULL, NULL, SIGNAL_LOG_GAP, NULL},				/* D: log disk not available */
	{32545, NULL, NULL, SIGNAL_DEVICE_REBOOT, NULL},			/* D: restart by schedule */
	{32546, "Application crashed", NULL, SIGNAL_SERVICE_CRASH, NULL},	/* D */
	{35001, NULL, "lost neighbor", SIGNAL_HA_PEER_DOWN, NULL},		/* Q: FortiOS 3, 4, as below */
	{35001, NULL, "get peer information", SIGNAL_HA_PEER_UP, NULL},
	{35001, NULL, "detected new joined HA member", SIGNAL_HA_PEER_UP, NULL},
	{35001, NULL, "detected HA member dead", SIGNAL_HA_PEER_DOWN, NULL},
	{37124, "IPsec phase 1 error", NULL, SIGNAL_LOG, NULL},			/* F: no tunnel was up */
	{37138, NULL, "tunnel-up", SIGNAL_TUNNEL_UP, "vpntunnel"},		/* K */
	{37138, NULL, "tunnel-down", SIGNAL_TUNNEL_DOWN, "vpntunnel"},		/* K */
	{37139, NULL, "tunnel-up", SIGNAL_TUNNEL_UP, "vpntunnel"},		/* K */
	{37139, NULL, "tunnel-down", SIGNAL_TUNNEL_DOWN, "vpntunnel"},		/* K */
	{37892, "Virtual cluster member state moved", NULL, SIGNAL_HA_FAILOVER, NULL}, /* Q */
	{37893, NULL, NULL, SIGNAL_HA_PEER_DOWN, NULL},				/* D */
	{37894, "Virtual cluster member joined", NULL, SIGNAL_HA_PEER_UP, NULL},	/* F */
	{37897, NULL, NULL, SIGNAL_LINK_UP, "devintfname"},			/* D: HA interface ready */
	{37898, NULL, NULL, SIGNAL_LINK_DOWN, "devintfname"},			/* D: HA interface failed */
	{37901, NULL, NULL, SIGNAL_HA_PEER_DOWN, "devintfname"},		/* D: heartbeat lost */
	{37902, NULL, NULL, SIGNAL_HA_PEER_UP, "devintfname"},			/* D */
	{37903, NULL, "out-of-sync", SIGNAL_HA_SYNC_FAIL, NULL},		/* K */
	{37903, NULL, "out of sync", SIGNAL_HA_SYNC_FAIL, NULL},		/* K */
	{37903, NULL, "in-sync", SIGNAL_HA_SYNC_OK, NULL},			/* K */
	{37903, NULL, "in sync", SIGNAL_HA_SYNC_OK, NULL},			/* K */
	{38009, NULL, "Did not receive any log", SIGNAL_LOG_GAP, NULL},		/* K: FortiAnalyzer */
	{39426, "SSL VPN login fail", NULL, SIGNAL_AUTH_FAIL, NULL},		/* F */
	{41000, NULL, NULL, SIGNAL_UPDATE_OK, NULL},				/* D */
	{41001, NULL, NULL, SIGNAL_UPDATE_FAIL, NULL},				/* D */
	{41006, "FortiSandbox AV database updated", NULL, SIGNAL_UPDATE_OK, NULL}, /* F */
	{43009, NULL, NULL, SIGNAL_AUTH_FAIL, NULL},				/* K */
	/* FortiOS applies each edit at once: there is no commit */
	{44544, "Path configured", NULL, SIGNAL_CONFIG_CHANGE, NULL},		/* K */
	{44545, "Object configured", NULL, SIGNAL_CONFIG_CHANGE, NULL},		/* F, as below */
	{44546, "Attribute configured", NULL, SIGNAL_CONFIG_CHANGE, NULL},
	{44547, "Object attribute configured", NULL, SIGNAL_CONFIG_CHANGE, NULL},
};
/* clang-format on */

enum { MESSAGE_COUNT = sizeof(messages) / sizeof(messages[0]) };

static bool holds(const struct fortigate_message *row, struct slice line)
{
	return row->text == NULL || slice_contains(line, row->text);
}

const struct fortigate_message *fortigate_message_find(int32_t id, struct slice description,
						       struct slice line)
{
	for (size_t i = 0; i < MESSAGE_COUNT && messages[i].id <= id; i++) {
		if (messages[i].id == id && holds(&messages[i], line)) {
			return &messages[i];
		}
	}
	for (size_t i = 0; i < MESSAGE_COUNT && description.size > 0; i++) {
		if (messages[i].description != NULL &&
		    slice_is(description, messages[i].description) && holds(&messages[i], line)) {
			return &messages[i];
		}
	}
	return NULL;
}

enum severity fortigate_severity(struct slice level, enum severity otherwise)
{
	static const char *const levels[] = {"emerg", "alert",  "crit", "err",
					     "warn",  "notice", "info", "debug"};
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]) && level.size > 0; i++) {
		if (slice_starts_with(level, levels[i])) {
			return (enum severity)i;
		}
	}
	return otherwise;
}
