using System.Text;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>Numbers of the record types that the code tells apart, and the names of all.</summary>
internal static class RecordType
{
    public const ushort A = 1, Ns = 2, Md = 3, Mf = 4, Cname = 5, Soa = 6, Mb = 7, Mg = 8, Mr = 9, Ptr = 12, Hinfo = 13, Minfo = 14, Mx = 15, Txt = 16, Rp = 17,
        Afsdb = 18, X25 = 19, Isdn = 20, Rt = 21, NsapPtr = 23, Sig = 24, Key = 25, Px = 26, Aaaa = 28, Loc = 29, Srv = 33, Naptr = 35, Kx = 36, Cert = 37, Dname = 39,
        Opt = 41, Ds = 43, Sshfp = 44, Rrsig = 46, Nsec = 47, Dnskey = 48, Dhcid = 49, Nsec3 = 50, Nsec3Param = 51, Tlsa = 52, Smimea = 53, Cds = 59,
        Cdnskey = 60, OpenPgpKey = 61, Csync = 62, Zonemd = 63, Svcb = 64, Https = 65, Spf = 99, Eui48 = 108, Eui64 = 109, Tsig = 250, Ixfr = 251, Axfr = 252,
        Uri = 256, Caa = 257, Avc = 258, Dlv = 32769;

    // Types 32 and 33 of NetBIOS, which has messages of this very form, are not these.
    public const ushort Nimloc = 32;

    private static readonly (ushort Number, string Name)[] Named =
    [
        (A, "A"), (Ns, "NS"), (Md, "MD"), (Mf, "MF"), (Cname, "CNAME"), (Soa, "SOA"), (Mb, "MB"), (Mg, "MG"), (Mr, "MR"), (10, "NULL"), (11, "WKS"), (Ptr, "PTR"),
        (Hinfo, "HINFO"), (Minfo, "MINFO"), (Mx, "MX"), (Txt, "TXT"), (Rp, "RP"), (Afsdb, "AFSDB"), (X25, "X25"), (Isdn, "ISDN"), (Rt, "RT"), (22, "NSAP"),
        (NsapPtr, "NSAP-PTR"), (Sig, "SIG"), (Key, "KEY"), (Px, "PX"), (27, "GPOS"), (Aaaa, "AAAA"), (Loc, "LOC"), (30, "NXT"), (31, "EID"), (Nimloc, "NIMLOC"),
        (Srv, "SRV"), (34, "ATMA"), (Naptr, "NAPTR"), (Kx, "KX"), (Cert, "CERT"), (38, "A6"), (Dname, "DNAME"), (40, "SINK"), (Opt, "OPT"), (42, "APL"), (Ds, "DS"),
        (Sshfp, "SSHFP"), (45, "IPSECKEY"), (Rrsig, "RRSIG"), (Nsec, "NSEC"), (Dnskey, "DNSKEY"), (Dhcid, "DHCID"), (Nsec3, "NSEC3"), (Nsec3Param, "NSEC3PARAM"),
        (Tlsa, "TLSA"), (Smimea, "SMIMEA"), (55, "HIP"), (56, "NINFO"), (57, "RKEY"), (58, "TALINK"), (Cds, "CDS"), (Cdnskey, "CDNSKEY"), (OpenPgpKey, "OPENPGPKEY"),
        (Csync, "CSYNC"), (Zonemd, "ZONEMD"), (Svcb, "SVCB"), (Https, "HTTPS"), (Spf, "SPF"), (104, "NID"), (105, "L32"), (106, "L64"), (107, "LP"), (Eui48, "EUI48"),
        (Eui64, "EUI64"), (249, "TKEY"), (Tsig, "TSIG"), (Ixfr, "IXFR"), (Axfr, "AXFR"), (253, "MAILB"), (254, "MAILA"), (255, "ANY"), (Uri, "URI"), (Caa, "CAA"),
        (Avc, "AVC"), (259, "DOA"), (260, "AMTRELAY"), (32768, "TA"), (Dlv, "DLV"),
    ];

    // Nearly all are small numbers.
    private static readonly byte[]?[] Small = [.. Enumerable.Range(0, Avc + 3).Select(number => NameOf((ushort)number))];
    private static readonly Dictionary<ushort, byte[]> Others = Named.Where(t => t.Number >= Small.Length).ToDictionary(t => t.Number, t => NameOf(t.Number)!);

    /// <summary>Adds a type's name; of one without, <c>TYPE65280</c> as in RFC 3597.</summary>
    public static void AddName(ushort type, TextBuffer text)
    {
        var name = type < Small.Length ? Small[type] : Others.GetValueOrDefault(type);
        if (name is not null)
        {
            text.Add(name);
            return;
        }

        text.Add("TYPE"u8);
        text.Add(type);
    }

    private static byte[]? NameOf(ushort number) => Array.Find(Named, t => t.Number == number).Name is { } name ? Encoding.ASCII.GetBytes(name) : null;
}
