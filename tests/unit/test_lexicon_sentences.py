"""The lexicon on sentences of post-mortems, worded otherwise than its patterns and examples."""

import pytest

from facilitator.lexicon.concepts import Concept
from facilitator.lexicon.reading import lexicon_with
from facilitator.lexicon.words import words_of

NAMING_A_MECHANISM = """
automation deleted or changed too much: The reaper script removed every volume it could find.
image pull failed: The kubelet was unable to pull the image from ECR.
Kubernetes control plane: kube-apiserver stopped responding once etcd ran slowly.
node not ready: Several nodes went into the state NotReady within a minute.
GitOps pruned resources: A renamed directory made Flux prune the whole monitoring namespace.
workflow engine stuck: The Temporal cluster was down, so no onboarding was finished.
capacity too small: The pool had been sized for half of that: there were too few workers.
memory exhausted: The process ran out of heap space: java.lang.OutOfMemoryError.
OOM kill: dmesg showed: Out of memory: Killed process 2217 (postgres).
memory leak: A leak in the image library let the working set grow until the pod died.
garbage collection stalls: Stop-the-world collections of twelve seconds froze the brokers.
CPU saturated: Load average went to 200 and every core was at 100 %.
disk full: The partition that holds the database filled up overnight.
logs filled the disk: Heap dumps accumulated on the root volume until it was full.
inodes or file handles exhausted: The proxy had run out of file descriptors.
quota exhausted: We had exceeded the default quota of load balancers per project.
rate limited: Calls to the Slack API were throttled.
cloud has no capacity: EC2 returned InsufficientInstanceCapacity for the whole zone.
connection pool exhausted: HikariCP could hand out no more connections to Postgres.
threads or workers exhausted: All gunicorn workers were blocked by calls that never returned.
queue backed up: Sidekiq had a backlog of two hours.
autoscaling too slow: Scaling up took eleven minutes, far too slow for such a burst.
pods can not be scheduled: 0/12 nodes are available: insufficient cpu.
table or counter full: The order id column hit 2147483647 and inserts were refused.
payload too large: The upload was refused with 413 Request Entity Too Large.
bandwidth exhausted: The 10 Gbit uplink was running flat out.
CPU limit throttled: The container was being throttled by its CPU limit although the node was idle.
concurrency limit reached: The function hit its reserved concurrency.
etcd database full: etcd raised the alarm mvcc: database space exceeded.
licence limit reached: We had more seats in use than the licence allows.
certificate expired: An intermediate certificate expired on 30 May.
certificate not renewed: The renewal of the certificate had failed for weeks.
certificate not trusted: The self-signed certificate was not in the trust store of the agents.
certificate for the wrong name: The certificate did not include the www host name.
credential expired: The service principal's secret had expired.
credential rotated: After the rotation of the access keys one job went on with the old ones.
secret leaked: An AWS key was pushed to a public GitHub repo.
permission missing: The new role was missing the permission to write to the queue.
login provider down: Employees could not sign in as the SAML provider was offline.
session or cookie broken: Everybody's session was invalidated when the cookie secret changed.
signing key changed: Gateways still cached the previous JWKS and rejected all newly issued tokens.
certificate revoked or withdrawn: The CA had to revoke all certificates issued in March.
ACME challenge failed: The HTTP-01 challenge could not be answered behind the new proxy.
encryption key lost or disabled: Somebody had disabled the KMS key that encrypts the backups.
workload identity or instance role: STS timed out, so no pod could assume its role through IRSA.
bad deploy: The 14:05 release shipped a faulty check that rejected every order.
regression: A refactoring introduced a regression in how discounts are applied.
rollback did not work: We tried to revert but the previous image was no longer in the registry.
feature flag: Turning on the feature flag for the new editor overloaded the API.
exception not handled: The worker died of an unhandled exception: NullPointerException.
crash loop: The ingester crash-looped as it could not read its checkpoint.
API contract broken: We renamed a field in the response, which was a breaking change for the apps.
CI or deploy pipeline broken: GitHub Actions was down and we could not ship the fix.
not drained on shutdown: The old pods received SIGTERM and dropped their in-flight requests.
log flood: Debug logging had been left on and wrote gigabytes an hour.
CORS or content policy: The browser refused the calls: no Access-Control-Allow-Origin header.
bad config pushed: A configuration change with an invalid value was pushed to all edge machines.
misconfiguration: The new listener had been misconfigured.
setting missing: The config map lacked the key that the new code reads.
configuration drift: Production had drifted from what is in Terraform.
wrong address or endpoint: One service was still connected to the old database host.
configuration not reloaded: nginx had never reloaded its configuration after the change.
lock contention: Writers piled up behind an advisory lock.
deadlock: The two jobs deadlocked.
migration locked a table: ALTER TABLE took an ACCESS EXCLUSIVE lock and blocked all reads.
schema migration failed: The deploy ran before the migration, so the column did not exist.
slow query: A full table scan on the events table took 40 seconds.
query plan changed: Postgres chose a different plan since the statistics were outdated.
database overloaded: The primary database was overwhelmed by the additional reads.
database down: Our MariaDB server went away at 03:12.
failover did not happen: The automatic failover got stuck and had to be done by hand.
failover caused the outage: An unneeded primary switchover cut off all clients.
replication lag: Replication to the follower had stopped two days before.
quorum or consensus lost: ZooKeeper had lost its majority, so no leader could be chosen.
data corrupted: The corrupted segment had been written during the crash.
data lost: Messages sent in that hour were permanently lost.
backup not usable: When we tried to restore, we found that the snapshot was empty.
duplicate processing: Some invoices were sent out twice.
cache inconsistent: Editors kept seeing stale cached pages.
cache down: Memcached was unreachable.
message broker fault: One Kafka broker dropped out and its partitions had no leader.
poison message: A single bad record made the consumer crash over and over.
storage bucket or object store: Uploads failed because S3 was returning 503 SlowDown.
split brain: After the partition two nodes acted as leader, a split brain.
store went read-only: The Elasticsearch indices switched to read-only.
compaction backlog: Cassandra was busy with tombstones and compactions piled up.
write-ahead log piled up: WAL files accumulated because of an inactive replication slot.
change data capture stalled: The logical replication to the warehouse was stuck.
data pipeline failed: The Airflow DAG failed at the transform, so dashboards were empty.
rebalancing or resharding: Moving shards to the new nodes slowed all searches.
hot partition or shard: A hot key sent all traffic to a single Redis shard.
DNS record wrong: Somebody had removed the CNAME that customers use.
DNS lookups failed: CoreDNS pods were OOMKilled and lookups timed out.
DNS caching: The JVM caches DNS answers for ever, so it kept the old address.
domain expired: The domain expired because the renewal mail went to a former colleague.
DNSSEC: Validating resolvers rejected our answers since the DS in the parent was stale.
DNS provider down: The authoritative DNS service at Dyn was attacked.
disk failed: A failed NVMe drive slowed down the whole array.
server failed: A hardware failure of the machine that runs the scheduler.
host or instance lost: AWS retired the underlying host and terminated our instance.
firmware or driver: A firmware defect bricked the drives.
storage array failed: NFS hung, so user servers could not start.
volume stuck or not attached: Multi-Attach error for volume pvc-123: still in use by another node.
slow disk: We exhausted the IOPS of the gp2 volume.
latent bug: The defect had been sitting in the code for four years.
race condition: A race between the two controllers removed the plan.
infinite loop or recursion: The parser went into an endless loop.
regular expression too slow: The new WAF regex backtracked and ate every core.
encoding or parsing: The importer choked on a CSV with a byte order mark.
single point of failure: There was no redundancy: one NAT instance served everything.
circular dependency: To start the DNS servers we needed the very deploy system that needs DNS.
hung process: The daemon froze and no longer answered.
operating system or kernel: The hosts hit a kernel bug and panicked.
request of death: A single malformed request crashed each server that handled it.
memory safety bug: A use-after-free in the parser.
shared fate: All customers share one cluster, so the blast radius was total.
too little headroom for a lost zone: The two remaining zones could not carry the whole load.
traffic surge: Traffic was ten times higher than usual after the announcement.
retry storm: Each failure led to three retries, and the load multiplied.
thundering herd: When the gateway came back, all devices reconnected simultaneously.
cache stampede: With a cold cache, all requests hit the database.
cascading failure: As each server fell over, its load went to the next one, which fell over too.
one heavy user or tenant: A single customer's script made 40 million requests.
request fan-out: An N+1 in the list view issued thousands of selects.
launch or campaign: A push notification to all users sent everybody to the app at noon.
own clients flooded the servers: A bug in our app made every phone poll ten times a second.
deleted by accident: The production table was accidentally dropped.
manual command went wrong: A mistyped argument took out more servers than meant.
maintenance went wrong: Planned work on the storage took down the portal.
step forgotten: The operator forgot to update the second region.
infrastructure code applied wrongly: terraform apply destroyed the subnet and created a new one.
wrong cable or device unplugged: During the visit the engineer unplugged the wrong server.
two changes collided: Two teams changed the same thing at the same time without knowing.
temporary change left in place: The temporary override had never been removed.
load balancer lost its targets: The target group had no healthy instances.
health check wrong: The ALB took healthy hosts out because the check path answered 404.
network partition: The cluster was split by a network partition.
network link failed: The cross connect to our second site was damaged.
packet loss: We measured packet loss of up to 40 %.
routes withdrawn or wrong: All BGP sessions went down and our prefixes were withdrawn.
firewall blocked traffic: The egress rule had been removed from the network policy.
network switch or router failed: The core switch rebooted by itself.
NAT exhausted: Outbound calls failed due to SNAT port exhaustion.
IP addresses exhausted: The VPC ran out of free IP addresses.
MTU mismatch: Big packets got lost in the tunnel since the MTU was smaller there.
VPN or tunnel down: The IPsec tunnel to the partner dropped.
proxy or gateway failed: Envoy returned 503s for every route.
CDN fault: Fastly's edge answered 503 around the world.
timeout too short: The client had no timeout and waited for ever.
connections reset: Clients saw ECONNRESET.
DDoS: We were under a DDoS attack.
route leak or hijack: Another network announced our prefix and drew in the traffic.
layer 2 loop or storm: A loop between two switches led to a broadcast storm.
stale service discovery: Consul kept stale entries of instances that were gone.
uneven load balancing: gRPC connections all stuck to a single backend.
power lost: There was a power outage in the data centre.
UPS or generator failed: The diesel generator refused to start.
overheating: The cooling failed and temperatures exceeded 40 degrees.
restart after power loss: After the power came back a third of the servers did not boot.
vulnerability exploited: An attacker exploited a SQL injection.
account or machine compromised: An attacker got hold of an employee's laptop and installed malware.
data exposed: Personal data of 300 users was visible to others.
defence blocked real users: The WAF flagged legitimate customers and blocked them.
wrong user's data shown: Some customers saw the orders of other users.
cloud provider outage: The outage was caused by a power event in us-east-1.
payment provider down: Adyen was timing out for all card payments.
code host or package registry down: npm was unreachable, so builds failed.
provider changed without notice: Google changed the limits of its API without warning.
internet provider down: The carrier had an outage in Zurich.
third-party script broke the page: A tag loaded through Google Tag Manager froze the checkout.
model provider down: Anthropic had elevated error rates and our assistant gave no answers.
clock skew: The NTP server was wrong by ten minutes.
time zone or daylight saving: Reports were an hour off because of daylight saving time.
leap day or leap second: On 29 February the billing run crashed.
cron job at the wrong time: The cron job had been disabled and never ran.
alert did not fire: Nothing paged us.
reported by users: We first heard of it through support tickets.
runbook missing or wrong: No documentation told us how to restore the index.
monitoring itself failed: Prometheus had crashed, so no rule was evaluated.
upgrade broke something: The upgrade to 2.0 broke single sign-on.
Kubernetes upgrade: We upgraded the cluster to Kubernetes 1.25.
API removed on upgrade: The PodSecurityPolicy API had been removed in the new release.
incompatible versions: The plugin was not compatible with the installed version.
dependency not pinned: The build picked up a new version of a transitive dependency.
helm release broken: helm upgrade left the release in pending-upgrade.
admission webhook blocked changes: Gatekeeper's webhook timed out and all pods were denied.
database upgrade: After the Postgres upgrade the planner had no statistics.
default changed in a new version: The new release changed the default of the setting.
"""
NAMING_NONE = """
At 14:02 the first alert fired and the engineer on call acknowledged it.
The incident was declared at 09:15 and closed at 11:40.
About 4 % of requests failed during this time.
The impact was limited to customers in Europe.
The status page was updated every thirty minutes.
We confirmed that everything was healthy again.
We will review our processes over the coming weeks.
Two engineers investigated in parallel.
The problem affected the checkout and the search.
A follow-up meeting took place on Monday.
We are sorry for the trouble that this caused.
The service came back step by step.
Engineers were paged at 03:11.
Monitoring showed that the service had recovered.
The product manager informed the key accounts.
The affected component serves about a thousand requests a second.
The change was reverted at 15:44.
Latency at the 99th percentile went up to eight seconds.
We looked at recent changes.
The outage was noticed by the on-call engineer.
We opened a ticket with the vendor.
What went badly: it took us long to understand the issue.
The change had been reviewed and approved.
The bridge was closed at 14:30.
The first reports came in at 08:50.
Requests go through the gateway to the backend.
We deploy several times a day.
The cache is refreshed every five minutes.
Terraform manages our infrastructure.
Nothing unusual was seen in the logs.
We asked the network team for help.
The change was made by an experienced engineer.
Users received an error message.
Traffic was moved to another region.
The engineer restarted the pods one at a time.
We added more memory to the hosts.
The team wrote a regression test.
We learned a lot from this incident.
Some orders arrived late.
The review was held without blame.
Thanks to everybody who helped.
Our availability for the month was 99.93 %.
We did not meet our own standards.
At this point the team suspected the new release.
The traffic looked normal.
The page for the team lead was sent at 04:00.
The plan was to wait until the morning.
One region recovered before the others.
We removed the affected hosts from service.
We restored the service from a backup.
We brought in two more engineers from the storage team.
The affected endpoint is used by the mobile apps.
About one in ten requests ended in an error.
The deployment pipeline builds an image and pushes it to the registry.
Backups are taken every night and kept for a month.
The rollback took about ten minutes.
We opened a support case with the provider.
The number of errors dropped at once.
There was no impact on other products.
The new nodes joined the cluster at 12:10.
"""
LEXICON = lexicon_with({})


def found(text: str) -> list[Concept]:
    return [entry.concept for entry in LEXICON.find(list(words_of(text)))]


@pytest.mark.parametrize("line", NAMING_A_MECHANISM.strip().splitlines())
def test_a_sentence_that_names_what_failed_has_its_concept(line: str) -> None:
    name, sentence = line.split(": ", 1)
    assert name in [concept.name for concept in found(sentence)]


@pytest.mark.parametrize("sentence", NAMING_NONE.strip().splitlines())
def test_what_every_post_mortem_says_has_no_mechanism(sentence: str) -> None:
    assert [concept.name for concept in found(sentence) if concept.is_mechanism] == []
