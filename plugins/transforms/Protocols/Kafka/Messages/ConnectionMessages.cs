namespace Pipeline.Transforms.Protocols.Kafka.Messages;

/// <summary>What a client and a cluster agree on, and who may do what. For <see cref="MessageText"/>.</summary>
internal static class ConnectionMessages
{
    public const string Text =
        """
        17 SaslHandshake 1 -
            > mechanism string
            < error_code error, mechanisms string[]
        18 ApiVersions 4 3
            > client_software_name string 3+, client_software_version string 3+
            < error_code error, api_keys[api_key i16, min_version i16, max_version i16], throttle_time_ms i32 1+
        29 DescribeAcls 3 2
            > resource_type_filter i8, resource_name_filter string, pattern_type_filter i8 1+, principal_filter string, host_filter string,
              operation i8, permission_type i8
            < throttle_time_ms i32, error_code error, error_message string, resources[resource_type i8, resource_name string, pattern_type i8 1+,
              acls[principal string, host string, operation i8, permission_type i8]]
        30 CreateAcls 3 2
            > creations[resource_type i8, resource_name string, resource_pattern_type i8 1+, principal string, host string, operation i8,
              permission_type i8]
            < throttle_time_ms i32, results[error_code error, error_message string]
        31 DeleteAcls 3 2
            > filters[resource_type_filter i8, resource_name_filter string, pattern_type_filter i8 1+, principal_filter string,
              host_filter string, operation i8, permission_type i8]
            < throttle_time_ms i32, filter_results[error_code error, error_message string, matching_acls[error_code error, error_message string,
              resource_type i8, resource_name string, pattern_type i8 1+, principal string, host string, operation i8, permission_type i8]]
        36 SaslAuthenticate 2 2
            > auth_bytes bytes
            < error_code error, error_message string, auth_bytes bytes, session_lifetime_ms i64 1+
        38 CreateDelegationToken 3 2
            > owner_principal_type string 3+, owner_principal_name string 3+, renewers[principal_type string, principal_name string],
              max_lifetime_ms i64
            < error_code error, principal_type string, principal_name string, token_requester_principal_type string 3+,
              token_requester_principal_name string 3+, issue_timestamp_ms i64, expiry_timestamp_ms i64, max_timestamp_ms i64, token_id string,
              hmac bytes, throttle_time_ms i32
        39 RenewDelegationToken 2 2
            > hmac bytes, renew_period_ms i64
            < error_code error, expiry_timestamp_ms i64, throttle_time_ms i32
        40 ExpireDelegationToken 2 2
            > hmac bytes, expiry_time_period_ms i64
            < error_code error, expiry_timestamp_ms i64, throttle_time_ms i32
        41 DescribeDelegationToken 3 2
            > owners[principal_type string, principal_name string]
            < error_code error, tokens[principal_type string, principal_name string, token_requester_principal_type string 3+,
              token_requester_principal_name string 3+, issue_timestamp i64, expiry_timestamp i64, max_timestamp i64, token_id string, hmac bytes,
              renewers[principal_type string, principal_name string]], throttle_time_ms i32
        48 DescribeClientQuotas 1 1
            > components[entity_type string, match_type i8, match string], strict bool
            < throttle_time_ms i32, error_code error, error_message string, entries[entity[entity_type string, entity_name string],
              values[key string, value f64]]
        49 AlterClientQuotas 1 1
            > entries[entity[entity_type string, entity_name string], ops[key string, value f64, remove bool]], validate_only bool
            < throttle_time_ms i32, entries[error_code error, error_message string, entity[entity_type string, entity_name string]]
        50 DescribeUserScramCredentials 0 0
            > users[name string]
            < throttle_time_ms i32, error_code error, error_message string, results[user string, error_code error, error_message string,
              credential_infos[mechanism i8, iterations i32]]
        51 AlterUserScramCredentials 0 0
            > deletions[name string, mechanism i8], upsertions[name string, mechanism i8, iterations i32, salt bytes, salted_password bytes]
            < throttle_time_ms i32, results[user string, error_code error, error_message string]
        57 UpdateFeatures 2 0
            > timeout_ms i32, feature_updates[feature string, max_version_level i16, allow_downgrade bool 0, upgrade_type i8 1+],
              validate_only bool 1+
            < throttle_time_ms i32, error_code error, error_message string, results[feature string, error_code error, error_message string] 0-1
        60 DescribeCluster 2 0
            > include_cluster_authorized_operations bool, endpoint_type i8 1+, include_fenced_brokers bool 2+
            < throttle_time_ms i32, error_code error, error_message string, endpoint_type i8 1+, cluster_id string, controller_id i32,
              brokers[broker_id i32, host string, port i32, rack string, is_fenced bool 2+], cluster_authorized_operations i32
        71 GetTelemetrySubscriptions 0 0
            > client_instance_id uuid
            < throttle_time_ms i32, error_code error, client_instance_id uuid, subscription_id i32, accepted_compression_types i8[],
              push_interval_ms i32, telemetry_max_bytes i32, delta_temporality bool, requested_metrics string[]
        72 PushTelemetry 0 0
            > client_instance_id uuid, subscription_id i32, terminating bool, compression_type i8, metrics bytes
            < throttle_time_ms i32, error_code error
        """;
}
