using System.Text;
using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp;

/// <summary>Resources and scopes, of which a request has a few.</summary>
internal sealed class OtlpResources
{
    private const string HostName = "host.name";

    // One with a pod in it is rarely shorter than 128 bytes.
    private const int OwnLengthBytes = 2;

    private readonly OtlpSettings _settings;
    private readonly byte[] _scope;
    private readonly Dictionary<(string Source, string Table), byte[]> _scopes = [];
    // Times 64 is what is kept: annotations of a pod may be long.
    private readonly ByteBuffer _own = new(4 << 10);
    private string? _host;
    private byte[] _attributes = [];
    private byte[] _resource = [];

    public OtlpResources(OtlpSettings settings)
    {
        _settings = settings;
        var scope = new ByteBuffer(64);
        ProtobufWriter.Text(scope, RequestFields.ScopeName, Encoding.UTF8.GetBytes(settings.ScopeName));
        if (settings.ScopeVersion.Length > 0)
            ProtobufWriter.Text(scope, RequestFields.ScopeVersion, Encoding.UTF8.GetBytes(settings.ScopeVersion));
        _scope = scope.Written.ToArray();
    }

    /// <summary>The resource of what comes from a host, with its tag; valid until the next call.</summary>
    public ReadOnlySpan<byte> Resource(string host)
    {
        if (_host != host)
            Turn(host);
        return _resource;
    }

    /// <summary>The same with what a row adds to it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="cells">What the row adds, turned to its batch.</param>
    /// <param name="row">The row.</param>
    public ReadOnlySpan<byte> Resource(string host, ResourceCells cells, int row)
    {
        if (_host != host)
            Turn(host);
        _own.Clear();
        var resource = ProtobufWriter.Begin(_own, RequestFields.Resource, OwnLengthBytes);
        _own.Append(_attributes);
        cells.Write(_own, row);
        ProtobufWriter.End(_own, resource, OwnLengthBytes);
        return _own.Written;
    }

    /// <summary>The scope of what a source has in a table, with its tag.</summary>
    public byte[] Scope(string source, string table)
    {
        if (!_scopes.TryGetValue((source, table), out var bytes))
            _scopes.Add((source, table), bytes = Render(source, table));
        return bytes;
    }

    private void Turn(string host)
    {
        var attributes = new ByteBuffer(256);
        foreach (var (key, value) in _settings.Resource)
            Attribute(attributes, RequestFields.ResourceAttribute, key, value);
        if (_settings.Resource.All(attribute => attribute.Key != HostName))
            Attribute(attributes, RequestFields.ResourceAttribute, HostName, host);
        var output = new ByteBuffer(256);
        ProtobufWriter.Text(output, RequestFields.Resource, attributes.Written);
        (_host, _attributes, _resource) = (host, attributes.Written.ToArray(), output.Written.ToArray());
    }

    private byte[] Render(string source, string table)
    {
        var output = new ByteBuffer(256);
        var scope = ProtobufWriter.Begin(output, RequestFields.Scope);
        output.Append(_scope);
        Attribute(output, RequestFields.ScopeAttribute, "pipeline.source", source);
        Attribute(output, RequestFields.ScopeAttribute, "pipeline.table", table);
        ProtobufWriter.End(output, scope);
        return output.Written.ToArray();
    }

    private static void Attribute(ByteBuffer output, int field, string key, string value) =>
        ValueFrame.Attribute(field, key).WriteText(output, Encoding.UTF8.GetBytes(value));
}
