# SPDX-License-Identifier: MIT
"""Lines of firewalls, balancers and gateways, as their makers print them."""
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class Clock:
    """What a source's own clock shows: zone, and seconds it is fast."""
    def __init__(self, zone, fast=0):
        self.zone = timezone.utc if zone == "UTC" else ZoneInfo(zone)
        self.fast = fast

    def at(self, when):
        return datetime.fromtimestamp(when + self.fast, self.zone)

    def bsd(self, when):
        t = self.at(when)
        return f"{MONTHS[t.month - 1]} {t.day:2d} {t:%H:%M:%S}"

    def iso(self, when, milli=False):
        text = self.at(when).isoformat(timespec="milliseconds" if milli else "seconds")
        return text

    def zulu(self, when):
        return datetime.fromtimestamp(when + self.fast, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    def offset(self, when):
        return self.at(when).strftime("%z")


def head(clock, when, host, vendor, priority=14):
    if vendor == "asa":
        t = clock.at(when)
        return f"{MONTHS[t.month - 1]} {t.day:2d} {t.year} {t:%H:%M:%S} {host} : "
    return f"<{priority}>{clock.bsd(when)} {host} "


def junos(clock, when, host, style, program, tag, data, text, priority):
    """Structured (RFC 5424) or plain."""
    if style == "junos5":
        pid = {"mgd": 54009, "mib2d": 54009, "RT_FLOW": 54008}[program]
        return (f"<{priority}>1 {clock.iso(when, True)} {host} {program} {pid} {tag} "
                f"[junos@2636.1.1.1.2.129 {data}] {text}")
    return f"<{priority}>{clock.bsd(when)} {host} {program}[54009]: {tag}: {text}"


def forti(clock, when, host, style, logid, level, fields, number):
    t = clock.at(when)
    text = (f'date={t:%Y-%m-%d} time={t:%H:%M:%S} devname="{host}" devid="FG100F0000000001" logid="{logid}" '
            f'type="event" subtype="system" level="{level}" vd="root" ')
    if style == "forti_syslog":
        text = f'<189>{text}eventtime={int(when + clock.fast)}{number % 10 ** 9:09d} tz="{clock.offset(when)}" '
    return text + fields


def pan(clock, when, host, kind, rest, number):
    t = clock.at(when)
    stamp = f"{t:%Y/%m/%d %H:%M:%S}"
    return (f"<14>{clock.bsd(when)} {host} 1,{stamp},007051000000001,{kind},2561,{stamp},{rest},"
            f"{7022390503850000000 + number},0x0,0,0,0,0,,{host}")


def login(vendor, clock, when, host, user, ip, number):
    if vendor == "asa":
        return head(clock, when, host, "asa") + \
            f'%ASA-6-605005: Login permitted from {ip}/51022 to mgmt:10.82.6.1/ssh for user "{user}"'
    if vendor.startswith("junos"):
        data = (f'username="{user}" class-name="j-super-user" local-peer="" pid="54999" '
                f'ssh-connection="{ip} 51022 10.33.42.1 22" client-mode="cli"')
        text = (f"User '{user}' login, class 'j-super-user' [54999], ssh-connection '{ip} 51022 10.33.42.1 22', "
                "client-mode 'cli'")
        return junos(clock, when, host, vendor, "mgd", "UI_LOGIN_EVENT", data, text, 30)
    if vendor.startswith("forti"):
        return forti(clock, when, host, vendor, "0100032001", "information",
                     f'logdesc="Admin login successful" sn="{int(when)}" user="{user}" ui="ssh({ip})" method="ssh" '
                     f'srcip={ip} dstip=10.131.18.1 action="login" status="success" reason="none" '
                     f'profile="super_admin" msg="Administrator {user} logged in successfully from ssh({ip})"', number)
    return pan(clock, when, host, "SYSTEM,general", f',general,,0,0,general,informational,"User {user} logged in via '
               f'CLI from {ip}"', number)


def logout(vendor, clock, when, host, user, ip, number):
    if vendor == "asa":
        return head(clock, when, host, "asa") + f"%ASA-5-611103: User logged out: Uname: {user}"
    if vendor.startswith("junos"):
        return junos(clock, when, host, vendor, "mgd", "UI_LOGOUT_EVENT", f'username="{user}"', f"User '{user}' logout",
                     30)
    if vendor.startswith("forti"):
        return forti(clock, when, host, vendor, "0100032003", "information",
                     f'logdesc="Admin logout successful" sn="{int(when)}" user="{user}" ui="ssh({ip})" method="ssh" '
                     f'srcip={ip} dstip=10.131.18.1 action="logout" status="success" duration=600 reason="exit" '
                     f'msg="Administrator {user} logged out from ssh({ip})"', number)
    return pan(clock, when, host, "SYSTEM,general", f',general,,0,0,general,informational,"User {user} logged out via '
               f'CLI from {ip}"', number)


def change(vendor, clock, when, host, user, ip, number):
    n = number % 997
    if vendor == "asa":
        return head(clock, when, host, "asa") + (
            f"%ASA-5-111010: User '{user}', running 'CLI' from IP {ip}, executed 'access-list outside_in extended "
            f"permit tcp any host 10.20.{n % 200}.{n % 251} eq 443'")
    if vendor.startswith("junos"):
        command = f"set security policies from-zone untrust to-zone dmz policy p{n} then permit "
        return junos(clock, when, host, vendor, "mgd", "UI_CMDLINE_READ_LINE",
                     f'username="{user}" command="{command}"', f"User '{user}', command '{command}'", 30)
    if vendor.startswith("forti"):
        return forti(clock, when, host, vendor, "0100044547", "information",
                     f'logdesc="Object attribute configured" user="{user}" ui="ssh({ip})" action="Edit" '
                     f'cfgtid=10289{n:03d} cfgpath="firewall.policy" cfgobj="{n}" '
                     f'cfgattr="dstaddr[grp-{n}->grp-{n + 1}]" msg="Edit firewall.policy {n}"', number)
    return pan(clock, when, host, "CONFIG,0", f"{ip},,edit,{user},CLI,Succeeded, config devices localhost.localdomain "
               f"vsys  vsys1 rulebase security rules  allow-{n},,", number)


def commit(vendor, clock, when, host, user, ip, number):
    if vendor.startswith("junos"):
        return junos(clock, when, host, vendor, "mgd", "UI_COMMIT", f'username="{user}" command="commit" message=""',
                     f"User '{user}' requested 'commit' operation (comment: none)", 189)
    return pan(clock, when, host, "CONFIG,0", f"{ip},,commit,{user},CLI,Submitted,,,", number)


def committed(vendor, clock, when, host, user, number):
    if vendor.startswith("junos"):
        return junos(clock, when, host, vendor, "mgd", "UI_COMMIT_COMPLETED", 'message=""', "commit complete", 189)
    return pan(clock, when, host, "SYSTEM,general", ',general,,0,0,general,informational,"Commit job succeeded  for '
               f'user {user}"', number)


def link(vendor, clock, when, host, port, up, number):
    if vendor == "asa":
        return head(clock, when, host, "asa") + (
            f"%ASA-4-41100{1 if up else 2}: Line protocol on Interface GigabitEthernet0/{port}, changed state to "
            f"{'up' if up else 'down'}")
    if vendor.startswith("junos"):
        state = "up(1)" if up else "down(2)"
        return junos(clock, when, host, vendor, "mib2d", "SNMP_TRAP_LINK_UP" if up else "SNMP_TRAP_LINK_DOWN",
                     f'snmp-interface-index="508" admin-status="up(1)" operational-status="{state}" '
                     f'interface-name="xe-0/0/{port}"',
                     f"ifIndex 508, ifAdminStatus up(1), ifOperStatus {state}, ifName xe-0/0/{port}", 28)
    if vendor.startswith("forti"):
        return forti(clock, when, host, vendor, "0100020099", "notice" if up else "error",
                     f'logdesc="Interface status changed" action="interface-stat-change" status="{"UP" if up else "DOWN"}"'
                     f' msg="Link monitor: Interface port{port} was turned {"up" if up else "down"}"', number)
    state = "Up   10Gb/s-full duplex" if up else "Down 10Gb/s-full duplex"
    return pan(clock, when, host, "SYSTEM,port", f",link-change,ethernet1/{port},0,0,general,"
               f"{'informational' if up else 'critical'},Port ethernet1/{port}: {state}", number)


def health(clock, when, server, up):
    backend = server.split("/")[0]
    start = f"{clock.bsd(when)} lb01 haproxy[489]: "
    if up:
        return [f"{start}Server {server} is UP, reason: Layer4 check passed, check duration: 0ms. 1 active and 0 backup "
                "servers online. 0 sessions requeued, 0 total in queue."]
    return [f"{start}Server {server} is DOWN, reason: Layer4 timeout, check duration: 2002ms. 0 active and 0 backup "
            "servers left. 0 sessions active, 0 requeued, 0 remaining in queue.",
            f"{start}backend {backend} has no server available!"]


def flow(style, clock, start, end, host, client, port, size, number):
    """(time, line) of one connection."""
    place = f"outside:{client}/{port}"
    if style == "asa":
        return [(start, f"{head(clock, start, host, 'asa')}%ASA-6-302013: Built inbound TCP connection {number} for "
                 f"{place} ({client}/{port}) to dmz:10.20.0.10/443 (10.20.0.10/443)"),
                (end, f"{head(clock, end, host, 'asa')}%ASA-6-302014: Teardown TCP connection {number} for {place} to "
                 f"dmz:10.20.0.10/443 duration 0:{(end - start) // 60:02d}:{(end - start) % 60:02d} bytes {size} "
                 "TCP FINs")]
    way = f"{client}/{port}->10.20.0.10/443"
    if style == "junos":
        return [(end, f"<14>{clock.bsd(end)} {host} RT_FLOW[54008]: RT_FLOW_SESSION_CLOSE: session closed TCP FIN: {way} "
                 f"junos-https {way} None None 6 allow-pay untrust dmz {number} 9({size // 4}) 11({size}) {end - start} "
                 "UNKNOWN UNKNOWN N/A(N/A) ge-0/0/1.0 UNKNOWN")]
    data = (f'reason="TCP FIN" source-address="{client}" source-port="{port}" destination-address="10.20.0.10" '
            f'destination-port="443" connection-tag="0" service-name="junos-https" nat-source-address="{client}" '
            f'nat-source-port="{port}" nat-destination-address="10.20.0.10" nat-destination-port="443" '
            f'protocol-id="6" policy-name="allow-pay" source-zone-name="untrust" destination-zone-name="dmz" '
            f'session-id="{number}" packets-from-client="9" bytes-from-client="{size // 4}" '
            f'packets-from-server="11" bytes-from-server="{size}" elapsed-time="{end - start}"')
    text = (f"session closed TCP FIN: {way} junos-https {way} None None 6 allow-pay untrust dmz {number} "
            f"9({size // 4}) 11({size}) {end - start} UNKNOWN UNKNOWN N/A(N/A) ge-0/0/1.0 UNKNOWN")
    return [(end, junos(clock, end, host, style, "RT_FLOW", "RT_FLOW_SESSION_CLOSE", data, text, 14))]


def request(style, clock, when, client, port, path, status, size, took):
    """`took` in milliseconds; the time given is the stamp by the format: nginx the end, haproxy the accept."""
    if style == "nginx":
        t = clock.at(when)
        return (f'{client} - - [{t.day:02d}/{MONTHS[t.month - 1]}/{t.year}:{t:%H:%M:%S %z}] "POST {path} HTTP/1.1" '
                f'{status} {size} "-" "okhttp/4.9.3"')
    if style == "haproxy":
        t = clock.at(when)
        done = when + took / 1000
        return (f"{clock.bsd(done)} gw01 haproxy[2211]: {client}:{port} [{t.day:02d}/{MONTHS[t.month - 1]}/{t.year}:"
                f"{t:%H:%M:%S}.{int(when * 1000) % 1000:03d}] fe_https~ be_pay/app1 0/0/1/{took}/{took + 2} {status} "
                f'{size} - - ---- 12/10/3/1/0 0/0 "POST {path} HTTP/1.1"')
    stamp = clock.zulu(when) if clock.zone == timezone.utc else clock.iso(when)
    return (f'{{"time_iso8601":"{stamp}","remote_addr":"{client}","remote_port":"{port}","request_method":"POST",'
            f'"request_uri":"{path}","server_protocol":"HTTP/1.1","status":{status},"body_bytes_sent":{size},'
            f'"request_time":{took / 1000:g},"upstream_status":"{status}","http_user_agent":"okhttp/4.9.3"}}')
