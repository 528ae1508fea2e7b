using Pipeline.Enrichment;

namespace Pipeline.Transforms.DnsNames.Rows;

/// <summary>
/// The column with the name of an address. Of a caller the other end is the server, and the conventions want <c>server.address</c> to be its name where that is known
/// without asking; for the name of a peer they have no attribute. So it is that where rows tell who called, as the others get no name there.
/// </summary>
internal static class NamedColumn
{
    private const string Remote = "remote_addr";
    private const string Suffix = "_addr";
    private const string ServerAddress = "server.address";

    public static FactColumn Of(string address, AddressColumns columns, TableSchema table) => new(
        new ColumnSchema(NameOf(address), ColumnType.Utf8)
        {
            Help = $"Name that the process, or else the machine, was told {address} for; empty: none.",
            Heading = address == Remote ? "RNAME" : null,
            Attribute = address == Remote && columns.HasRole && table.Columns.All(c => c.Attribute != ServerAddress) ? ServerAddress : null,
        },
        Cell: 0);

    private static string NameOf(string address) => $"{(address.EndsWith(Suffix, StringComparison.Ordinal) ? address[..^Suffix.Length] : address)}_name";
}
