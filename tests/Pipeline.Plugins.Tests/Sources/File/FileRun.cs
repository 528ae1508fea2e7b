using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Sources.File;
using Pipeline.Text;
using Pipeline.Text.Json;

namespace Pipeline.Plugins.Tests.Sources.Files;

/// <summary>A file source that runs, and what it told. Delivers, or abandons, at its own choice.</summary>
internal sealed class FileRun : ISourceEmitter, IDisposable
{
    // Long enough for a starved machine.
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(string Id, string Row)> _rows = [];
    private readonly List<RecordBatch> _emitted = [];
    private readonly Queue<RecordBatch> _held = new();
    private readonly RowText _text;
    private readonly ByteBuffer _buffer = new(4096);
    private readonly FileSource _source;
    private readonly Task _running;

    public FileRun(FileSourceOptions options, string data, ILogger? log = null, long memory = 256 << 20)
    {
        Arena = new Arena(memory);
        _source = new FileSource(options, new LentContext(dataDirectory: data, log: log));
        var table = _source.Tables[0];
        _text = JsonRows.Of(table, [.. Enumerable.Range(0, table.Columns.Length).Where(i => table.Columns[i].Name is not ("time" or "path"))]);
        _running = Task.Run(() => _source.RunAsync(this, _stop.Token));
    }

    public BatchOrigin Origin { get; } = new("host", "test", 7);

    public Arena Arena { get; }

    public Tally Tally { get; } = new();

    public TableSchema Table => _source.Tables[0];

    /// <summary>Whether batches are delivered; else they are abandoned.</summary>
    public bool Delivers { get; set; } = true;

    /// <summary>Batches that are given back only when as many others have come since: they keep the memory.</summary>
    public int HeldBatches { get; set; }

    /// <summary>Every row so far, with its identity, as JSON without time and path.</summary>
    public IReadOnlyList<(string Id, string Row)> Rows
    {
        get { lock (_lock) return [.. _rows]; }
    }

    /// <summary>What the tally was told in all.</summary>
    public Dictionary<string, long> Dropped { get; } = [];

    public void Emit(RecordBatch batch)
    {
        batch.Account.Hold();
        _emitted.Add(batch);
    }

    public ValueTask FlushAsync()
    {
        lock (_lock)
        {
            foreach (var (reason, count) in Tally.Dropped)
                Dropped[reason] = Dropped.GetValueOrDefault(reason) + count;
            Tally.Clear();
            foreach (var batch in _emitted)
            {
                Keep(batch);
                batch.Account.Settle(Delivers ? Settlement.Delivered : Settlement.Abandoned);
                _held.Enqueue(batch);
            }

            while (_held.Count > HeldBatches)
                _held.Dequeue().Release();
            _emitted.Clear();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask CommitAsync() => _source.CommitAsync();

    /// <summary>Waits until the source has told so many rows, or for as long as a test may take.</summary>
    public Task<IReadOnlyList<(string Id, string Row)>> WaitAsync(int rows) => WaitAsync(told => told.Count >= rows);

    /// <summary>Waits until the rows that the source has told are as wanted, or for as long as a test may take.</summary>
    public async Task<IReadOnlyList<(string Id, string Row)>> WaitAsync(Func<IReadOnlyList<(string Id, string Row)>, bool> wanted)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!wanted(Rows) && !_running.IsCompleted && TimeProvider.System.GetElapsedTime(start) < Patience)
            await Task.Delay(10);
        if (_running.IsFaulted)
            await _running;
        return Rows;
    }

    /// <summary>Waits until the source ends by itself.</summary>
    public async Task<IReadOnlyList<(string Id, string Row)>> EndAsync()
    {
        await _running.WaitAsync(Patience);
        await _source.CommitAsync();
        _source.Dispose();
        return Rows;
    }

    /// <summary>Stops in order: what was told is committed.</summary>
    public async Task<IReadOnlyList<(string Id, string Row)>> StopAsync()
    {
        await _stop.CancelAsync();
        return await EndAsync();
    }

    /// <summary>Stops without a last commit, as a kill does.</summary>
    public async Task<IReadOnlyList<(string Id, string Row)>> KillAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(Patience);
        _source.Dispose();
        return Rows;
    }

    public void Dispose()
    {
        _source.Dispose();
        _stop.Dispose();
    }

    private void Keep(RecordBatch batch)
    {
        _text.Open(batch);
        for (var row = 0; row < batch.Rows; row++)
        {
            _buffer.Clear();
            _text.Write(_buffer, row);
            _rows.Add((string.Create(CultureInfo.InvariantCulture, $"{batch.Origin.Epoch}/{batch.Sequence(row)}"), Encoding.UTF8.GetString(_buffer.Written)));
        }
    }
}
