using System.Text;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Red.Inputs;
using Pipeline.Transforms.Red.Paths;

namespace Pipeline.Plugins.Tests.Transforms.Red;

/// <summary>A tree of paths with the memory it lies in.</summary>
internal sealed class Paths : IDisposable
{
    private readonly Dictionary<string, RecordBatch> _servers = [];
    private readonly SpanTable _table = SpanTable.Bind(Spans.Http)!;
    private readonly PathTree _tree;

    public Paths(int mostValues = 50)
    {
        _tree = new PathTree(mostValues);
        _tree.Prepare(Emitter.Arena);
    }

    public CollectingEmitter Emitter { get; } = new();

    public string Of(string target, bool teaches = true, string server = "10.0.0.1:80") => Encoding.UTF8.GetString(Make(Encoding.UTF8.GetBytes(target), teaches, server));

    public ReadOnlySpan<byte> Make(ReadOnlySpan<byte> target, bool teaches, string server)
    {
        if (!_servers.TryGetValue(server, out var batch))
            _servers.Add(server, batch = Spans.Batch(Spans.Http, [new Span { Local = server }], Emitter.Arena));
        return _tree.Template(new Place(_table.Read(batch, 0)), target, teaches);
    }

    public void Dispose()
    {
        _tree.Dispose();
        foreach (var batch in _servers.Values)
            batch.Release();
        Emitter.Dispose();
    }
}
