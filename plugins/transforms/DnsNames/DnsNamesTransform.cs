using Microsoft.Extensions.Logging;
using Pipeline.Enrichment;
using Pipeline.Transforms.DnsNames.Answers;
using Pipeline.Transforms.DnsNames.Names;
using Pipeline.Transforms.DnsNames.Rows;

namespace Pipeline.Transforms.DnsNames;

/// <summary>
/// Adds to rows with addresses the names under which the machine was told of these: it learns from the answers among its inputs, which pass as they are. Tables without
/// an address pass too.
/// </summary>
internal sealed class DnsNamesTransform : ITransform, IFlushing, IFinishing, IDisposable
{
    /// <summary>Bytes that waiting rows may take.</summary>
    private const long Room = 8 << 20;

    private readonly DnsNamesOptions _options;
    private readonly IComponentContext _context;
    private readonly AnswerReader _reader = new();
    private readonly Hosts _hosts = new();
    private readonly NameBook _book;
    private readonly WaitingRows _waiting;
    private (TableSchema Table, DnsRows? Answers, NamedTable? Named)[] _tables = [];
    private long _unreadable;
    private bool _hasLearned;

    public DnsNamesTransform(DnsNamesOptions options, IComponentContext context)
    {
        if (options.Addresses.Count == 0)
            throw new OptionException("addresses", "there are no columns (expected at least one, such as \"remote_addr\")");
        if (options.Addresses.Distinct().Count() < options.Addresses.Count)
            throw new OptionException("addresses", "a column stands there twice");
        (_options, _context) = (options, context);
        _book = new NameBook(options.MaxAddresses, options.Keep.Ticks * TimeSpan.NanosecondsPerTick);
        _waiting = new WaitingRows(options.Wait, Room, context.Environment.Time);
    }

    public TimeSpan FlushInterval => TimeSpan.FromMilliseconds(100);

    public bool SettlesWhenAbsorbed => false;

    public IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs)
    {
        _tables = [.. inputs.Select(Bind)];
        if (_tables.All(t => t.Answers is null))
            throw new OptionException("inputs", "no input tells answers of name servers (expected dns_events, which the transform 'protocols' makes, among them)");
        if (_tables.All(t => t.Named is null))
            throw new OptionException("inputs", $"no other input has an address (expected a table with a column {string.Join(" or ", _options.Addresses)} of type ip)");
        return [.. _tables.Select(t => t.Named?.Columns.Output ?? t.Table)];
    }

    public void Process(RecordBatch batch, IEmitter emitter)
    {
        var (_, answers, named) = TableOf(batch.Schema);
        if (answers is not null)
            Learn(answers, batch);
        Release(emitter);
        if (named is not null)
        {
            _waiting.Process(named.Waiting, batch, emitter);
            return;
        }

        batch.AddReference();
        emitter.Emit(batch);
    }

    public void Flush(IEmitter emitter) => Release(emitter);

    public void Finish(IEmitter emitter) => _waiting.Finish(emitter);

    public void Dispose()
    {
        _waiting.Dispose();
        if (_unreadable > 0)
            _context.Log.LogWarning("{Unreadable} answers of name servers could not be read, because resp_body is not what the transform 'protocols' writes", _unreadable);
        if (_book.Refused > 0)
            _context.Log.LogWarning("{Refused} answers of name servers found no room: max_addresses is {Most}", _book.Refused, _options.MaxAddresses);
        if (_book.Forgotten > 0)
            _context.Log.LogInformation("{Forgotten} addresses were forgotten for newer ones: max_addresses is {Most}", _book.Forgotten, _options.MaxAddresses);
    }

    private (TableSchema Table, DnsRows? Answers, NamedTable? Named) Bind(TableSchema table)
    {
        if (DnsRows.Of(table) is { } answers)
            return (table, answers, null);
        var addresses = AddressColumns.Of(table, _options.Addresses);
        return (table, null, addresses is null ? null : new NamedTable(table, addresses, _book, _hosts, _context.Environment.Time));
    }

    private void Release(IEmitter emitter)
    {
        _waiting.Release(emitter, _hasLearned);
        _hasLearned = false;
    }

    private void Learn(DnsRows answers, RecordBatch batch)
    {
        var host = _hosts.NumberOf(batch.Origin.Host);
        for (var row = 0; row < batch.Rows; row++)
        {
            if (!answers.IsReceived(batch, row))
                continue;
            var name = answers.Name(batch, row);
            if (!_reader.Read(name, answers.Body(batch, row)))
                _unreadable++;
            if (_reader.Found.Count == 0)
                continue;
            var (time, (pid, ticks)) = (answers.Time(batch, row), answers.Process(batch, row));
            foreach (var (address, ttl) in _reader.Found)
            {
                if (pid != 0)
                    _book.Learn(new AddressKey(address, host, pid, ticks), name, time, ttl);
                _book.Learn(new AddressKey(address, host, 0, 0), name, time, ttl);
            }

            _hasLearned = true;
        }
    }

    private (TableSchema Table, DnsRows? Answers, NamedTable? Named) TableOf(TableSchema schema)
    {
        foreach (var table in _tables)
            if (ReferenceEquals(table.Table, schema))
                return table;
        foreach (var table in _tables)
            if (table.Table.Equals(schema))
                return table;
        throw new InvalidOperationException($"table '{schema.Name}' was not bound");
    }
}
