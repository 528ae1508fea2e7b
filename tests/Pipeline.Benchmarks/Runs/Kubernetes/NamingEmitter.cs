using System.Text;

namespace Pipeline.Benchmarks.Runs.Kubernetes;

/// <summary>Keeps the uids of pods that rows went on with, by sequence number.</summary>
internal sealed class NamingEmitter(Arena arena, int rows) : IEmitter
{
    private readonly string[] _uids = new string[rows];

    public Arena Arena { get; } = arena;

    public Tally Tally { get; } = new();

    public IReadOnlyList<string> Uids => _uids;

    public void Emit(RecordBatch batch)
    {
        if (batch.Schema.Ordinal("k8s_pod_uid") is >= 0 and var uid)
            for (var row = 0; row < batch.Rows; row++)
                _uids[batch.Sequence(row)] = Encoding.UTF8.GetString(batch.Text(uid, row));
        batch.Release();
    }
}
