namespace Pipeline.Transforms.Protocols.Kafka.Messages;

/// <summary>Share groups, their state, and groups of Kafka Streams. For <see cref="MessageText"/>.</summary>
internal static class ShareMessages
{
    public const string Text =
        """
        76 ShareGroupHeartbeat 1 0
            > group_id group, member_id string, member_epoch i32, rack_id string, subscribed_topic_names string[]
            < throttle_time_ms i32, error_code error, error_message string, member_id string, member_epoch i32, heartbeat_interval_ms i32,
              assignment?{topic_partitions[topic_id topic_id, partitions i32[]]}
        77 ShareGroupDescribe 1 0
            > group_ids group[], include_authorized_operations bool
            < throttle_time_ms i32, groups[error_code error, error_message string, group_id group, group_state string, group_epoch i32,
              assignment_epoch i32, assignor_name string, members[member_id string, rack_id string, member_epoch i32, client_id string,
              client_host string, subscribed_topic_names topic[], assignment{topic_partitions[topic_id topic_id, topic_name topic,
              partitions i32[]]}], authorized_operations i32]
        78 ShareFetch 2 0
            > group_id group, member_id string, share_session_epoch i32, max_wait_ms i32, min_bytes i32, max_bytes i32, max_records i32 1+,
              batch_size i32 1+, share_acquire_mode i8 2+, is_renew_ack bool 2+, topics[topic_id topic_id, partitions[partition_index partition,
              partition_max_bytes i32 0, acknowledgement_batches[first_offset i64, last_offset i64, acknowledge_types i8[]]]],
              forgotten_topics_data[topic_id uuid, partitions i32[]]
            < throttle_time_ms i32, error_code error, error_message string, acquisition_lock_timeout_ms i32 1+, responses[topic_id topic_id,
              partitions[partition_index partition, error_code error, error_message string, acknowledge_error_code error,
              acknowledge_error_message string, current_leader{leader_id i32, leader_epoch i32}, records records,
              acquired_records[first_offset i64, last_offset i64, delivery_count i16]]], node_endpoints[node_id i32, host string, port i32,
              rack string]
        79 ShareAcknowledge 2 0
            > group_id group, member_id string, share_session_epoch i32, is_renew_ack bool 2+, topics[topic_id topic_id,
              partitions[partition_index partition, acknowledgement_batches[first_offset i64, last_offset i64, acknowledge_types i8[]]]]
            < throttle_time_ms i32, error_code error, error_message string, acquisition_lock_timeout_ms i32 2+, responses[topic_id topic_id,
              partitions[partition_index partition, error_code error, error_message string, current_leader{leader_id i32, leader_epoch i32}]],
              node_endpoints[node_id i32, host string, port i32, rack string]
        83 InitializeShareGroupState 0 0
            > group_id group, topics[topic_id topic_id, partitions[partition i32, state_epoch i32, start_offset i64]]
            < results[topic_id topic_id, partitions[partition i32, error_code error, error_message string]]
        84 ReadShareGroupState 0 0
            > group_id group, topics[topic_id topic_id, partitions[partition i32, leader_epoch i32]]
            < results[topic_id topic_id, partitions[partition i32, error_code error, error_message string, state_epoch i32, start_offset i64,
              state_batches[first_offset i64, last_offset i64, delivery_state i8, delivery_count i16]]]
        85 WriteShareGroupState 1 0
            > group_id group, topics[topic_id topic_id, partitions[partition i32, state_epoch i32, leader_epoch i32, start_offset i64,
              delivery_complete_count i32 1+, state_batches[first_offset i64, last_offset i64, delivery_state i8, delivery_count i16]]]
            < results[topic_id topic_id, partitions[partition i32, error_code error, error_message string]]
        86 DeleteShareGroupState 0 0
            > group_id group, topics[topic_id topic_id, partitions[partition i32]]
            < results[topic_id topic_id, partitions[partition i32, error_code error, error_message string]]
        87 ReadShareGroupStateSummary 1 0
            > group_id group, topics[topic_id topic_id, partitions[partition i32, leader_epoch i32]]
            < results[topic_id topic_id, partitions[partition i32, error_code error, error_message string, state_epoch i32, leader_epoch i32,
              start_offset i64, delivery_complete_count i32 1+]]
        88 StreamsGroupHeartbeat 0 0
            > group_id group, member_id string, member_epoch i32, endpoint_information_epoch i32, instance_id string, rack_id string,
              rebalance_timeout_ms i32, topology?{epoch i32, subtopologies[subtopology_id string, source_topics string[],
              source_topic_regex string[], state_changelog_topics[name topic, partitions i32, replication_factor i16, topic_configs[key string,
              value string]], repartition_sink_topics string[], repartition_source_topics[name topic, partitions i32, replication_factor i16,
              topic_configs[key string, value string]], copartition_groups[source_topics i16[], source_topic_regex i16[],
              repartition_source_topics i16[]]]}, active_tasks[subtopology_id string, partitions i32[]], standby_tasks[subtopology_id string,
              partitions i32[]], warmup_tasks[subtopology_id string, partitions i32[]], process_id string, user_endpoint?{host string, port u16},
              client_tags[key string, value string], task_offsets[subtopology_id string, partition i32, offset i64],
              task_end_offsets[subtopology_id string, partition i32, offset i64], shutdown_application bool
            < throttle_time_ms i32, error_code error, error_message string, member_id string, member_epoch i32, heartbeat_interval_ms i32,
              acceptable_recovery_lag i32, task_offset_interval_ms i32, status[status_code i8, status_detail string],
              active_tasks[subtopology_id string, partitions i32[]], standby_tasks[subtopology_id string, partitions i32[]],
              warmup_tasks[subtopology_id string, partitions i32[]], endpoint_information_epoch i32,
              partitions_by_user_endpoint[user_endpoint{host string, port u16}, active_partitions[topic string, partitions i32[]],
              standby_partitions[topic string, partitions i32[]]]
        89 StreamsGroupDescribe 0 0
            > group_ids group[], include_authorized_operations bool
            < throttle_time_ms i32, groups[error_code error, error_message string, group_id group, group_state string, group_epoch i32,
              assignment_epoch i32, topology?{epoch i32, subtopologies[subtopology_id string, source_topics string[],
              repartition_sink_topics string[], state_changelog_topics[name topic, partitions i32, replication_factor i16,
              topic_configs[key string, value string]], repartition_source_topics[name topic, partitions i32, replication_factor i16,
              topic_configs[key string, value string]]]}, members[member_id string, member_epoch i32, instance_id string, rack_id string,
              client_id string, client_host string, topology_epoch i32, process_id string, user_endpoint?{host string, port u16},
              client_tags[key string, value string], task_offsets[subtopology_id string, partition i32, offset i64],
              task_end_offsets[subtopology_id string, partition i32, offset i64], assignment{active_tasks[subtopology_id string,
              partitions i32[]], standby_tasks[subtopology_id string, partitions i32[]], warmup_tasks[subtopology_id string, partitions i32[]]},
              target_assignment{active_tasks[subtopology_id string, partitions i32[]], standby_tasks[subtopology_id string, partitions i32[]],
              warmup_tasks[subtopology_id string, partitions i32[]]}, is_classic bool], authorized_operations i32]
        90 DescribeShareGroupOffsets 1 0
            > groups[group_id group, topics[topic_name topic, partitions i32[]]]
            < throttle_time_ms i32, groups[group_id group, topics[topic_name topic, topic_id topic_id, partitions[partition_index i32,
              start_offset i64, leader_epoch i32, lag i64 1+, error_code error, error_message string]], error_code error, error_message string]
        91 AlterShareGroupOffsets 0 0
            > group_id group, topics[topic_name topic, partitions[partition_index i32, start_offset i64]]
            < throttle_time_ms i32, error_code error, error_message string, responses[topic_name topic, topic_id topic_id,
              partitions[partition_index i32, error_code error, error_message string]]
        92 DeleteShareGroupOffsets 0 0
            > group_id group, topics[topic_name topic]
            < throttle_time_ms i32, error_code error, error_message string, responses[topic_name topic, topic_id topic_id, error_code error,
              error_message string]
        """;
}
