namespace Pipeline.Transforms.Protocols.Kafka.Messages;

/// <summary>Groups of consumers and their offsets. For <see cref="MessageText"/>.</summary>
internal static class GroupMessages
{
    public const string Text =
        """
        8 OffsetCommit 10 8
            > group_id group, generation_id_or_member_epoch i32 1+, member_id string 1+, group_instance_id string 7+, retention_time_ms i64 2-4,
              topics[name topic 0-9, topic_id topic_id 10+, partitions[partition_index partition, committed_offset i64,
              committed_leader_epoch i32 6+, commit_timestamp i64 1, committed_metadata string]]
            < throttle_time_ms i32 3+, topics[name topic 0-9, topic_id topic_id 10+, partitions[partition_index partition, error_code error]]
        9 OffsetFetch 10 6
            > group_id group 0-7, topics[name topic, partition_indexes partition[]] 0-7, groups[group_id group, member_id string 9+,
              member_epoch i32 9+, topics[name topic 8-9, topic_id topic_id 10+, partition_indexes partition[]]] 8+, require_stable bool 7+
            < throttle_time_ms i32 3+, topics[name topic, partitions[partition_index partition, committed_offset i64,
              committed_leader_epoch i32 5-7, metadata string, error_code error]] 0-7, error_code error 2-7, groups[group_id group,
              topics[name topic 8-9, topic_id topic_id 10+, partitions[partition_index partition, committed_offset i64,
              committed_leader_epoch i32, metadata string, error_code error]], error_code error] 8+
        10 FindCoordinator 6 3
            > key key 0-3, key_type key_type 1+, coordinator_keys key[] 4+
            < throttle_time_ms i32 1+, error_code error 0-3, error_message string 1-3, node_id i32 0-3, host string 0-3, port i32 0-3,
              coordinators[key string, node_id i32, host string, port i32, error_code error, error_message string] 4+
        11 JoinGroup 9 6
            > group_id group, session_timeout_ms i32, rebalance_timeout_ms i32 1+, member_id string, group_instance_id string 5+,
              protocol_type string, protocols[name string, metadata bytes], reason string 8+
            < throttle_time_ms i32 2+, error_code error, generation_id i32, protocol_type string 7+, protocol_name string, leader string,
              skip_assignment bool 9+, member_id string, members[member_id string, group_instance_id string 5+, metadata bytes]
        12 Heartbeat 4 4
            > group_id group, generation_id i32, member_id string, group_instance_id string 3+
            < throttle_time_ms i32 1+, error_code error
        13 LeaveGroup 5 4
            > group_id group, member_id string 0-2, members[member_id string, group_instance_id string, reason string 5+] 3+
            < throttle_time_ms i32 1+, error_code error, members[member_id string, group_instance_id string, error_code error] 3+
        14 SyncGroup 5 4
            > group_id group, generation_id i32, member_id string, group_instance_id string 3+, protocol_type string 5+, protocol_name string 5+,
              assignments[member_id string, assignment bytes]
            < throttle_time_ms i32 1+, error_code error, protocol_type string 5+, protocol_name string 5+, assignment bytes
        15 DescribeGroups 6 5
            > groups group[], include_authorized_operations bool 3+
            < throttle_time_ms i32 1+, groups[error_code error, error_message string 6+, group_id group, group_state string, protocol_type string,
              protocol_data string, members[member_id string, group_instance_id string 4+, client_id string, client_host string,
              member_metadata bytes, member_assignment bytes], authorized_operations i32 3+]
        16 ListGroups 5 3
            > states_filter string[] 4+, types_filter string[] 5+
            < throttle_time_ms i32 1+, error_code error, groups[group_id group, protocol_type string, group_state string 4+, group_type string 5+]
        42 DeleteGroups 2 2
            > groups_names group[]
            < throttle_time_ms i32, results[group_id group, error_code error]
        47 OffsetDelete 0 -
            > group_id group, topics[name topic, partitions[partition_index i32]]
            < error_code error, throttle_time_ms i32, topics[name topic, partitions[partition_index i32, error_code error]]
        68 ConsumerGroupHeartbeat 1 0
            > group_id group, member_id string, member_epoch i32, instance_id string, rack_id string, rebalance_timeout_ms i32,
              subscribed_topic_names topic[], subscribed_topic_regex string 1+, server_assignor string, topic_partitions[topic_id topic_id,
              partitions i32[]]
            < throttle_time_ms i32, error_code error, error_message string, member_id string, member_epoch i32, heartbeat_interval_ms i32,
              assignment?{topic_partitions[topic_id topic_id, partitions i32[]]}
        69 ConsumerGroupDescribe 1 0
            > group_ids group[], include_authorized_operations bool
            < throttle_time_ms i32, groups[error_code error, error_message string, group_id group, group_state string, group_epoch i32,
              assignment_epoch i32, assignor_name string, members[member_id string, instance_id string, rack_id string, member_epoch i32,
              client_id string, client_host string, subscribed_topic_names topic[], subscribed_topic_regex string,
              assignment{topic_partitions[topic_id topic_id, topic_name topic, partitions i32[]]},
              target_assignment{topic_partitions[topic_id topic_id, topic_name topic, partitions i32[]]}], authorized_operations i32]
        """;
}
