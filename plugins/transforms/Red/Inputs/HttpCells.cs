namespace Pipeline.Transforms.Red.Inputs;

/// <summary>What a table tells of HTTP requests.</summary>
internal sealed class HttpCells(TableSchema table)
{
    public Cell Method { get; } = Cell.OfAttribute(table, "http.request.method");

    public Cell Status { get; } = Cell.OfAttribute(table, "http.response.status_code");

    /// <summary>The route or template, where the table knows it.</summary>
    public Cell Route { get; } = Cell.OfAttribute(table, "http.route").Or(Cell.OfAttribute(table, "url.template"));

    public Cell Path { get; } = Cell.OfAttribute(table, "url.path");

    public Cell Scheme { get; } = Cell.OfAttribute(table, "url.scheme");

    public Cell Version { get; } = Cell.OfAttribute(table, "network.protocol.version");

    public Cell MajorVersion { get; } = Cell.OfName(table, "major_version");

    public Cell MinorVersion { get; } = Cell.OfName(table, "minor_version");

    public Cell RequestHeaders { get; } = Cell.OfAttribute(table, "http.request.header");

    public Cell RequestSize { get; } = Cell.OfAttribute(table, "http.request.body.size");

    public Cell ResponseSize { get; } = Cell.OfAttribute(table, "http.response.body.size");
}
