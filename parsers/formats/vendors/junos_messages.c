// SPDX-License-Identifier: MIT
/* What Junos message tags mean to an operation; the first row that holds counts. */
#include "junos_messages.h"

/* clang-format off */
static const struct junos_message messages[] = {
	{"RT_FLOW_SESSION_CLOSE*", NULL, SIGNAL_FLOW, "close", NULL, NULL},	/* F, as below */
	{"RT_FLOW_SESSION_CREATE*", NULL, SIGNAL_FLOW, "built", NULL, NULL},
	{"RT_FLOW_SESSION_DENY*", NULL, SIGNAL_FLOW, "deny", NULL, NULL},
	/* sessions once more, or what a filter did with one: RT_FLOW has counted them */
	{"APPTRACK_SESSION_CLOSE*", NULL, SIGNAL_LOG, "close", NULL, NULL},	/* F, as below */
	{"APPTRACK_SESSION_CREATE*", NULL, SIGNAL_LOG, "built", NULL, NULL},
	{"WEBFILTER_URL_BLOCKED*", NULL, SIGNAL_LOG, "deny", NULL, NULL},
	{"WEBFILTER_URL_PERMITTED*", NULL, SIGNAL_LOG, "accept", NULL, NULL},
	{"CONTENT_FILTERING_BLOCKED*", NULL, SIGNAL_LOG, "deny", NULL, NULL},
	{"AV_SCANNER_DROP_FILE*", NULL, SIGNAL_LOG, "deny", NULL, NULL},
	{"AV_HUGE_FILE_DROPPED*", NULL, SIGNAL_LOG, "deny", NULL, NULL},
	{"AV_FILE_NOT_SCANNED_DROPPED*", NULL, SIGNAL_LOG, "deny", NULL, NULL},
	{"FLOW_HIGH_WATERMARK_TRIGGERED*", NULL, SIGNAL_TABLE_FULL, "fail", NULL, NULL}, /* D, as below */
	{"FLOW_LOW_WATERMARK_TRIGGERED*", NULL, SIGNAL_TABLE_NORMAL, "ok", NULL, NULL},
	{"JSERVICES_NAT_OUTOF_*", NULL, SIGNAL_TABLE_FULL, "fail", NULL, NULL},
	{"ASP_NAT_OUTOF_*", NULL, SIGNAL_TABLE_FULL, "fail", NULL, NULL},
	{"RTPERF_CPU_THRESHOLD_EXCEEDED", NULL, SIGNAL_RESOURCE_HIGH, NULL, NULL, NULL},
	{"RTPERF_CPU_USAGE_OK", NULL, SIGNAL_RESOURCE_NORMAL, NULL, NULL, NULL},
	{"RT_SCREEN_SESSION_LIMIT", NULL, SIGNAL_TABLE_FULL, NULL, NULL, NULL},	/* K */
	{"RTLOG_CONN_ERROR", NULL, SIGNAL_LOG_GAP, "fail", NULL, NULL},		/* F: the way to the collector */
	{"UI_CMDLINE_READ_LINE", NULL, SIGNAL_OPERATOR_COMMAND, NULL, NULL, NULL},	/* F */
	{"UI_JUNOSCRIPT_CMD", NULL, SIGNAL_OPERATOR_COMMAND, NULL, NULL, NULL},	/* F */
	{"UI_NETCONF_CMD", NULL, SIGNAL_OPERATOR_COMMAND, NULL, NULL, NULL},	/* K */
	{"UI_DBASE_LOG*", NULL, SIGNAL_OPERATOR_COMMAND, NULL, NULL, NULL},	/* F: configuration mode */
	{"UI_AUTH_EVENT", NULL, SIGNAL_OPERATOR_LOGIN, "ok", NULL, NULL},	/* F */
	{"UI_LOGIN_EVENT", NULL, SIGNAL_OPERATOR_LOGIN, "ok", NULL, NULL},	/* F */
	{"UI_LOGOUT_EVENT", NULL, SIGNAL_OPERATOR_LOGOUT, NULL, NULL, NULL},	/* F */
	{"LOGIN_INFORMATION", NULL, SIGNAL_OPERATOR_LOGIN, "ok", NULL, NULL},	/* K */
	{"WEB_AUTH_SUCCESS", NULL, SIGNAL_OPERATOR_LOGIN, "ok", NULL, NULL},	/* K */
	{"WEB_AUTH_FAIL", NULL, SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL, NULL},	/* K */
	{"SSHD_LOGIN_FAILED", NULL, SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL, NULL},	/* F */
	{"LOGIN_FAILED", NULL, SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL, NULL},	/* K */
	{"UI_CFG_AUDIT_*", NULL, SIGNAL_CONFIG_CHANGE, NULL, NULL, NULL},	/* K */
	{"UI_LOAD_EVENT", "rollback", SIGNAL_CONFIG_ROLLBACK, NULL, NULL, NULL},	/* F */
	{"UI_LOAD_EVENT", NULL, SIGNAL_CONFIG_CHANGE, NULL, NULL, NULL},	/* K */
	{"UI_COMMIT_COMPLETED", NULL, SIGNAL_CONFIG_COMMIT_OK, "ok", NULL, NULL},	/* F */
	{"UI_COMMIT_AT_COMPLETED", NULL, SIGNAL_CONFIG_COMMIT_OK, "ok", NULL, NULL},	/* K */
	{"UI_COMMIT_NOT_CONFIRMED", NULL, SIGNAL_CONFIG_ROLLBACK, NULL, NULL, NULL},	/* K: timer ran out */
	{"UI_COMMIT_ERROR", NULL, SIGNAL_CONFIG_COMMIT_FAIL, "fail", NULL, NULL},	/* K, as below */
	{"UI_COMMIT_FAILED", NULL, SIGNAL_CONFIG_COMMIT_FAIL, "fail", NULL, NULL},
	{"UI_COMMIT_AT_FAILED", NULL, SIGNAL_CONFIG_COMMIT_FAIL, "fail", NULL, NULL},
	{"UI_CONFIGURATION_ERROR", NULL, SIGNAL_CONFIG_COMMIT_FAIL, "fail", NULL, NULL}, /* F */
	{"UI_COMMIT", "'commit check'", SIGNAL_LOG, NULL, NULL, NULL},		/* K: tries, and changes nothing */
	{"UI_COMMIT", "command=\"commit check\"", SIGNAL_LOG, NULL, NULL, NULL},
	{"UI_COMMIT", NULL, SIGNAL_CONFIG_COMMIT_BEGIN, NULL, NULL, NULL},	/* F */
	{"UI_REBOOT_EVENT", NULL, SIGNAL_DEVICE_REBOOT, NULL, NULL, NULL},	/* K */
	{"UI_HALT_EVENT", NULL, SIGNAL_DEVICE_DOWN, NULL, NULL, NULL},		/* D, as below */
	{"SNMPD_TRAP_COLD_START", NULL, SIGNAL_DEVICE_UP, "ok", NULL, NULL},
	{"SYSTEM_REBOOT*", NULL, SIGNAL_DEVICE_REBOOT, NULL, NULL, NULL},
	{"SYSTEM_SHUTDOWN*", NULL, SIGNAL_DEVICE_DOWN, NULL, NULL, NULL},
	{"SNMP_TRAP_LINK_DOWN", NULL, SIGNAL_LINK_DOWN, "fail", "interface-name", "ifName "},	/* F */
	{"SNMP_TRAP_LINK_UP", NULL, SIGNAL_LINK_UP, "ok", "interface-name", "ifName "},	/* F */
	{"LACP_INTF_DOWN", NULL, SIGNAL_LINK_DOWN, "fail", "interface-name", ""},	/* F */
	{"LACP_INTF_UP", NULL, SIGNAL_LINK_UP, "ok", "interface-name", ""},	/* K */
	{"ESWD_BPDU_BLOCK_ERROR_DISABLED", NULL, SIGNAL_LINK_DOWN, "fail", "interface-name", ""}, /* F */
	{"ESWD_BPDU_BLOCK_ERROR_CLEARED", NULL, SIGNAL_LINK_UP, "ok", "interface-name", ""},	/* K */
	/* only leaving and reaching Established is an outage or its end */
	{"RPD_BGP_NEIGHBOR_STATE_CHANGED", "from Established", SIGNAL_PEER_DOWN, "fail", NULL, "BGP peer "},	/* F */
	{"RPD_BGP_NEIGHBOR_STATE_CHANGED", "to Established", SIGNAL_PEER_UP, "ok", NULL, "BGP peer "},	/* F */
	{"RPD_BGP_NEIGHBOR_STATE_CHANGED", "old-state=\"Established\"", SIGNAL_PEER_DOWN, "fail", "peer-name", "BGP peer "}, /* K */
	{"RPD_BGP_NEIGHBOR_STATE_CHANGED", "new-state=\"Established\"", SIGNAL_PEER_UP, "ok", "peer-name", "BGP peer "}, /* K */
	{"RPD_OSPF_NBRDOWN", NULL, SIGNAL_PEER_DOWN, "fail", "neighbor-address", "OSPF neighbor "},	/* F */
	{"RPD_OSPF_NBRUP", NULL, SIGNAL_PEER_UP, "ok", "neighbor-address", "OSPF neighbor "},	/* F */
	{"RPD_ISIS_ADJDOWN", NULL, SIGNAL_PEER_DOWN, "fail", "neighbor-system-id", "adjacency to "},	/* F */
	{"RPD_ISIS_ADJUP", NULL, SIGNAL_PEER_UP, "ok", "neighbor-system-id", "adjacency to "},	/* F */
	{"RPD_LDP_SESSIONDOWN", NULL, SIGNAL_PEER_DOWN, "fail", "remote-id", "session "},	/* D, as below */
	{"RPD_LDP_SESSIONUP", NULL, SIGNAL_PEER_UP, "ok", "remote-id", "session "},
	{"RPD_PIM_NBRDOWN", NULL, SIGNAL_PEER_DOWN, "fail", "neighbor-address", "neighbor "},
	{"RPD_PIM_NBRUP", NULL, SIGNAL_PEER_UP, "ok", "neighbor-address", "neighbor "},
	{"BFDD_STATE_UP_TO_DOWN", NULL, SIGNAL_PEER_DOWN, "fail", "peer-address", "peer addr: "},
	{"BFDD_STATE_DOWN_TO_UP", NULL, SIGNAL_PEER_UP, "ok", "peer-address", "peer addr: "},
	{"BFDD_TRAP_MHOP_STATE_DOWN", NULL, SIGNAL_PEER_DOWN, "fail", "peer-address", "peer addr: "},
	{"BFDD_TRAP_MHOP_STATE_UP", NULL, SIGNAL_PEER_UP, "ok", "peer-address", "peer addr: "},
	{"BFDD_TRAP_SHOP_STATE_DOWN", NULL, SIGNAL_PEER_DOWN, "fail", "peer-address", "peer addr: "},	/* K */
	{"BFDD_TRAP_SHOP_STATE_UP", NULL, SIGNAL_PEER_UP, "ok", "peer-address", "peer addr: "},	/* K */
	{"KMD_VPN_DOWN_ALARM_USER", NULL, SIGNAL_TUNNEL_DOWN, "fail", "vpn-name", "VPN "},	/* K */
	{"KMD_VPN_UP_ALARM_USER", NULL, SIGNAL_TUNNEL_UP, "ok", "vpn-name", "VPN "},	/* K */
	{"IKE_VPN_DOWN_ALARM_USER", NULL, SIGNAL_TUNNEL_DOWN, "fail", "vpn-name", "VPN "},	/* K: iked */
	{"IKE_VPN_UP_ALARM_USER", NULL, SIGNAL_TUNNEL_UP, "ok", "vpn-name", "VPN "},	/* K: iked */
	{"JSRPD_RG_STATE_CHANGE", NULL, SIGNAL_HA_FAILOVER, NULL, NULL, NULL},	/* Q */
	{"JSRPD_NODE_STATE_CHANGE", NULL, SIGNAL_HA_FAILOVER, NULL, NULL, NULL},	/* K, as below */
	{"JSRPD_HA_CONTROL_LINK_DOWN", NULL, SIGNAL_HA_PEER_DOWN, "fail", NULL, NULL},
	{"JSRPD_HA_CONTROL_LINK_UP", NULL, SIGNAL_HA_PEER_UP, "ok", NULL, NULL},
	{"JSRPD_SET_*", "INTF_MON_FAILURE", SIGNAL_HEALTH_DOWN, "fail", NULL, NULL},
	{"JSRPD_UNSET_*", "INTF_MON_FAILURE", SIGNAL_HEALTH_UP, "ok", NULL, NULL},
	{"VRRPD_NEW_MASTER*", NULL, SIGNAL_HA_FAILOVER, NULL, NULL, NULL},
	{"CHASSISD_MASTERSHIP*", NULL, SIGNAL_HA_FAILOVER, NULL, NULL, NULL},
	{"DDOS_PROTOCOL_VIOLATION_SET", NULL, SIGNAL_RESOURCE_HIGH, NULL, NULL, NULL},	/* F */
	{"DDOS_PROTOCOL_VIOLATION_CLEAR", NULL, SIGNAL_RESOURCE_NORMAL, NULL, NULL, NULL}, /* K */
	{"LICENSE_EXPIRED*", NULL, SIGNAL_UPDATE_FAIL, "fail", NULL, NULL},	/* K, as below */
	{"IDP_POLICY_LOAD_FAILED", NULL, SIGNAL_UPDATE_FAIL, "fail", NULL, NULL},
	{"IDP_SECURITY_INSTALL_RESULT", "uccess", SIGNAL_UPDATE_OK, "ok", NULL, NULL},
	{"IDP_SECURITY_INSTALL_RESULT", "ail", SIGNAL_UPDATE_FAIL, "fail", NULL, NULL},
	{"APPIDD_APPPACK_INSTALL_RESULT", "uccess", SIGNAL_UPDATE_OK, "ok", NULL, NULL},
	{"APPIDD_APPPACK_INSTALL_RESULT", "ail", SIGNAL_UPDATE_FAIL, "fail", NULL, NULL},
	{"IDP_POLICY_LOAD_SUCCEEDED", NULL, SIGNAL_UPDATE_OK, "ok", NULL, NULL},
};
/* clang-format on */

/* Prefixes are those of the daemons in the System Log Explorer that firewalls and switches run. */
static const char *const prefixes[] = {"RT_",
				       "UI_",
				       "SNMP_TRAP_",
				       "CHASSISD_",
				       "RPD_",
				       "KMD_",
				       "JSRPD_",
				       "LACP_INTF_",
				       "LACPD_",
				       "APPTRACK_",
				       "RTLOG_",
				       "ESWD_",
				       "L2ALD_",
				       "DDOS_PROTOCOL_",
				       "BFDD_",
				       "VRRPD_",
				       "SSHD_LOGIN_FAILED",
				       "SNMPD_",
				       "IDP_",
				       "AAMW_",
				       "WEBFILTER_",
				       "AV_",
				       "CONTENT_FILTERING_",
				       "ANTISPAM_",
				       "SECINTEL_",
				       "FLOW_",
				       "PFE_FW_SYSLOG_",
				       "BGP_PREFIX_",
				       "LICENSE_EXPIRED",
				       "APPIDD_",
				       "DOT1XD_",
				       "NSD_",
				       "LIBJNX_",
				       "PFED_",
				       "JTRACE_",
				       "EVENTD_",
				       "DCD_",
				       "MIB2D_",
				       "RMOPD_",
				       "ALARMD_",
				       "COSD_",
				       "DFWD_",
				       "FPCLOGIN_",
				       "LLDPD_",
				       "UTMD_",
				       "WEB_AUTH_",
				       "LOGIN_INFORMATION",
				       "NTP_SERVER_UNREACHABLE",
				       "PING_TEST_",
				       "PING_PROBE_",
				       "KERN_ARP_",
				       "SRX_AAMW_",
				       "JSRPD",
				       "USERFW_",
				       "RTPERF_",
				       "JSERVICES_",
				       "ASP_NAT_",
				       "IKE_VPN_",
				       "IKED_",
				       "SYSTEM_REBOOT",
				       "SYSTEM_SHUTDOWN",
				       NULL};

static const char *const programs[] = {
	"mgd",    "rpd",     "mib2d",     "craftd", "alarmd",  "chassisd", "jddosd",
	"eswd",   "l2ald",   "kmd",       "jsrpd",  "eventd",  "dcd",      "cosd",
	"lacpd",  "pfed",    "ppmd",      "bfdd",   "RT_FLOW", "RT_IDS",   "RT_UTM",
	"RT_IDP", "RT_AAMW", "RT_SYSTEM", "PFE",    "tfeb0",   "/kernel",  NULL};

bool junos_tag_is_own(struct slice word)
{
	if (slice_is_empty(word)) {
		return false;
	}
	for (const char *const *prefix = prefixes; *prefix != NULL; prefix++) {
		if (slice_starts_with(word, *prefix)) {
			return true;
		}
	}
	return false;
}

bool junos_program_is_own(struct slice program)
{
	for (const char *const *name = programs; *name != NULL; name++) {
		if (slice_is(program, *name)) {
			return true;
		}
	}
	return false;
}

static bool tag_holds(const char *pattern, struct slice tag)
{
	if (tag.size == 0 || (pattern[0] != tag.data[0] && pattern[0] != '*')) {
		return false; /* nearly all rows */
	}
	size_t size = strlen(pattern);
	if (size > 0 && pattern[size - 1] == '*') {
		return tag.size >= size - 1 && memcmp(tag.data, pattern, size - 1) == 0;
	}
	return slice_is(tag, pattern);
}

const struct junos_message *junos_message_find(struct slice tag, struct slice line)
{
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
		const struct junos_message *row = &messages[i];
		if (tag_holds(row->tag, tag) &&
		    (row->text == NULL || slice_contains(line, row->text))) {
			return row;
		}
	}
	return NULL;
}
