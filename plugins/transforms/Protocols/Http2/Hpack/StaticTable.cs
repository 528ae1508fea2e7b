using System.Text;

namespace Pipeline.Transforms.Protocols.Http2.Hpack;

/// <summary>The fields that everybody knows: RFC 7541, appendix A.</summary>
internal static class StaticTable
{
    /// <summary>How many there are; the first one is number 1.</summary>
    public const int Count = 61;

    private static readonly (byte[] Name, byte[] Value)[] Fields =
    [
        .. new (string Name, string Value)[]
        {
            (":authority", ""), (":method", "GET"), (":method", "POST"), (":path", "/"), (":path", "/index.html"), (":scheme", "http"), (":scheme", "https"), (":status", "200"),
            (":status", "204"), (":status", "206"), (":status", "304"), (":status", "400"), (":status", "404"), (":status", "500"), ("accept-charset", ""),
            ("accept-encoding", "gzip, deflate"), ("accept-language", ""), ("accept-ranges", ""), ("accept", ""), ("access-control-allow-origin", ""), ("age", ""), ("allow", ""),
            ("authorization", ""), ("cache-control", ""), ("content-disposition", ""), ("content-encoding", ""), ("content-language", ""), ("content-length", ""),
            ("content-location", ""), ("content-range", ""), ("content-type", ""), ("cookie", ""), ("date", ""), ("etag", ""), ("expect", ""), ("expires", ""), ("from", ""),
            ("host", ""), ("if-match", ""), ("if-modified-since", ""), ("if-none-match", ""), ("if-range", ""), ("if-unmodified-since", ""), ("last-modified", ""), ("link", ""),
            ("location", ""), ("max-forwards", ""), ("proxy-authenticate", ""), ("proxy-authorization", ""), ("range", ""), ("referer", ""), ("refresh", ""), ("retry-after", ""),
            ("server", ""), ("set-cookie", ""), ("strict-transport-security", ""), ("transfer-encoding", ""), ("user-agent", ""), ("vary", ""), ("via", ""), ("www-authenticate", ""),
        }.Select(f => (Encoding.ASCII.GetBytes(f.Name), Encoding.ASCII.GetBytes(f.Value))),
    ];

    public static ReadOnlySpan<byte> NameOf(int number) => Fields[number - 1].Name;

    public static ReadOnlySpan<byte> ValueOf(int number) => Fields[number - 1].Value;
}
