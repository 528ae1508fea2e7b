using System.Globalization;
using System.Text;

namespace Pipeline.Transforms.Protocols.Http2;

/// <summary>The names of the errors that end streams: RFC 9113, section 7.</summary>
internal static class ErrorCodes
{
    /// <summary>Errors with a name are below this one.</summary>
    public const uint Count = 14;

    public const uint RefusedStream = 7;

    private static readonly byte[][] Names =
    [
        .. new[]
        {
            "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED", "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL",
            "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    /// <summary>The name of an error, or its number.</summary>
    public static byte[] NameOf(uint code) => code < Count ? Names[code] : Encoding.ASCII.GetBytes(code.ToString(CultureInfo.InvariantCulture));
}
