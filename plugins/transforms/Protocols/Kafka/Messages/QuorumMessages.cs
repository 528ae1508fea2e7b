namespace Pipeline.Transforms.Protocols.Kafka.Messages;

/// <summary>The quorum of controllers. For <see cref="MessageText"/>.</summary>
internal static class QuorumMessages
{
    public const string Text =
        """
        52 Vote 2 0
            > cluster_id string, voter_id i32 1+, topics[topic_name topic, partitions[partition_index i32, candidate_epoch i32, candidate_id i32,
              candidate_directory_id uuid 1+, voter_directory_id uuid 1+, last_offset_epoch i32, last_offset i64, pre_vote bool 2+]]
            < error_code error, topics[topic_name topic, partitions[partition_index i32, error_code error, leader_id i32, leader_epoch i32,
              vote_granted bool]]
        53 BeginQuorumEpoch 1 1
            > cluster_id string, voter_id i32 1+, topics[topic_name topic, partitions[partition_index i32, voter_directory_id uuid 1+,
              leader_id i32, leader_epoch i32]], leader_endpoints[name string, host string, port u16] 1+
            < error_code error, topics[topic_name topic, partitions[partition_index i32, error_code error, leader_id i32, leader_epoch i32]]
        54 EndQuorumEpoch 1 1
            > cluster_id string, topics[topic_name topic, partitions[partition_index i32, leader_id i32, leader_epoch i32,
              preferred_successors i32[] 0, preferred_candidates[candidate_id i32, candidate_directory_id uuid] 1+]],
              leader_endpoints[name string, host string, port u16] 1+
            < error_code error, topics[topic_name topic, partitions[partition_index i32, error_code error, leader_id i32, leader_epoch i32]]
        55 DescribeQuorum 2 0
            > topics[topic_name topic, partitions[partition_index i32]]
            < error_code error, error_message string 2+, topics[topic_name topic, partitions[partition_index i32, error_code error,
              error_message string 2+, leader_id i32, leader_epoch i32, high_watermark i64, current_voters[replica_id i32,
              replica_directory_id uuid 2+, log_end_offset i64, last_fetch_timestamp i64 1+, last_caught_up_timestamp i64 1+],
              observers[replica_id i32, replica_directory_id uuid 2+, log_end_offset i64, last_fetch_timestamp i64 1+,
              last_caught_up_timestamp i64 1+]]], nodes[node_id i32, listeners[name string, host string, port u16]] 2+
        59 FetchSnapshot 1 0
            > replica_id i32, max_bytes i32, topics[name topic, partitions[partition i32, current_leader_epoch i32, snapshot_id{end_offset i64,
              epoch i32}, position i64]]
            < throttle_time_ms i32, error_code error, topics[name topic, partitions[index i32, error_code error, snapshot_id{end_offset i64,
              epoch i32}, size i64, position i64, unaligned_records bytes]]
        80 AddRaftVoter 1 0
            > cluster_id string, timeout_ms i32, voter_id i32, voter_directory_id uuid, listeners[name string, host string, port u16],
              ack_when_committed bool 1+
            < throttle_time_ms i32, error_code error, error_message string
        81 RemoveRaftVoter 0 0
            > cluster_id string, voter_id i32, voter_directory_id uuid
            < throttle_time_ms i32, error_code error, error_message string
        82 UpdateRaftVoter 0 0
            > cluster_id string, current_leader_epoch i32, voter_id i32, voter_directory_id uuid, listeners[name string, host string, port u16],
              k_raft_version_feature{min_supported_version i16, max_supported_version i16}
            < throttle_time_ms i32, error_code error
        """;
}
