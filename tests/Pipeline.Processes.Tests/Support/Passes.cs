using Pipeline.Bpf.Reading;
using Pipeline.Sources.Processes;

namespace Pipeline.Processes.Tests.Support;

/// <summary>A reading that a test runs, pass by pass.</summary>
internal sealed class Passes : IDisposable
{
    private readonly ReadingContext _context;
    private readonly IReading _reading;
    private readonly SourceOutput _output;

    internal Passes(Func<ReadingContext, IReading> reading, Machine? machine = null, ProcessesOptions? options = null, long memory = 64 << 20)
    {
        Machine = machine ?? new Machine();
        _context = new ReadingContext(options ?? new ProcessesOptions(), Machine.Environment, Machine.Log);
        _reading = reading(_context);
        Kept = new KeptRows(memory);
        _output = new SourceOutput(Kept);
    }

    internal Machine Machine { get; }

    internal KeptRows Kept { get; }

    /// <summary>One pass; its rows.</summary>
    internal IReadOnlyList<Row> Read()
    {
        Kept.Forget();
        Pass();
        return [.. Kept.Rows];
    }

    /// <summary>One pass whose rows nobody looks at.</summary>
    internal void Skim()
    {
        Kept.IsSkimming = true;
        Pass();
        Kept.IsSkimming = false;
    }

    public void Dispose()
    {
        _reading.Dispose();
        _context.Processes.Dispose();
    }

    private void Pass()
    {
        _context.Processes.Begin();
        _reading.Read(_output, ReadingTime.Now());
        _output.Flush();
    }
}
