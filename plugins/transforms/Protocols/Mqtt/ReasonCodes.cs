namespace Pipeline.Transforms.Protocols.Mqtt;

/// <summary>Names of reason codes that are errors.</summary>
internal static class ReasonCodes
{
    /// <summary>From here on a code is an error, in all packets but the CONNACK of MQTT 3.</summary>
    public const byte FirstError = 0x80;

    /// <summary>The name of an error; empty: it is none.</summary>
    public static ReadOnlySpan<byte> Name(byte code) => code switch
    {
        < FirstError => default,
        0x81 => "malformed_packet"u8,
        0x82 => "protocol_error"u8,
        0x83 => "implementation_specific_error"u8,
        0x84 => "unsupported_protocol_version"u8,
        0x85 => "client_identifier_not_valid"u8,
        0x86 => "bad_user_name_or_password"u8,
        0x87 => "not_authorized"u8,
        0x88 => "server_unavailable"u8,
        0x89 => "server_busy"u8,
        0x8A => "banned"u8,
        0x8B => "server_shutting_down"u8,
        0x8C => "bad_authentication_method"u8,
        0x8D => "keep_alive_timeout"u8,
        0x8E => "session_taken_over"u8,
        0x8F => "topic_filter_invalid"u8,
        0x90 => "topic_name_invalid"u8,
        0x91 => "packet_identifier_in_use"u8,
        0x92 => "packet_identifier_not_found"u8,
        0x93 => "receive_maximum_exceeded"u8,
        0x94 => "topic_alias_invalid"u8,
        0x95 => "packet_too_large"u8,
        0x96 => "message_rate_too_high"u8,
        0x97 => "quota_exceeded"u8,
        0x98 => "administrative_action"u8,
        0x99 => "payload_format_invalid"u8,
        0x9A => "retain_not_supported"u8,
        0x9B => "qos_not_supported"u8,
        0x9C => "use_another_server"u8,
        0x9D => "server_moved"u8,
        0x9E => "shared_subscriptions_not_supported"u8,
        0x9F => "connection_rate_exceeded"u8,
        0xA0 => "maximum_connect_time"u8,
        0xA1 => "subscription_identifiers_not_supported"u8,
        0xA2 => "wildcard_subscriptions_not_supported"u8,
        _ => "unspecified_error"u8,
    };

    /// <summary>The name of what a CONNACK of MQTT 3 refuses with.</summary>
    public static ReadOnlySpan<byte> NameOfRefusal(byte code) => code switch
    {
        0 => default,
        1 => "unsupported_protocol_version"u8,
        2 => "client_identifier_not_valid"u8,
        3 => "server_unavailable"u8,
        4 => "bad_user_name_or_password"u8,
        5 => "not_authorized"u8,
        _ => "unspecified_error"u8,
    };
}
