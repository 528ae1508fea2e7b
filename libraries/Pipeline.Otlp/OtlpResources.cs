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

    private readonly OtlpSettings _settings;
    private readonly byte[] _scope;
    private readonly Dictionary<(string Source, string Table), byte[]> _scopes = [];
    private string? _host;
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

    /// <summary>The resource of what comes from a host, with its tag.</summary>
    public ReadOnlySpan<byte> Resource(string host)
    {
        if (_host != host)
        {
            var output = new ByteBuffer(256);
            var resource = ProtobufWriter.Begin(output, RequestFields.Resource);
            foreach (var (key, value) in _settings.Resource)
                Attribute(output, RequestFields.ResourceAttribute, key, value);
            if (_settings.Resource.All(attribute => attribute.Key != HostName))
                Attribute(output, RequestFields.ResourceAttribute, HostName, host);
            ProtobufWriter.End(output, resource);
            (_host, _resource) = (host, output.Written.ToArray());
        }

        return _resource;
    }

    /// <summary>The scope of what a source has in a table, with its tag.</summary>
    public ReadOnlySpan<byte> Scope(string source, string table)
    {
        if (!_scopes.TryGetValue((source, table), out var bytes))
            _scopes.Add((source, table), bytes = Render(source, table));
        return bytes;
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
