using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Statements;

/// <summary>Values for the parameters of a statement, as they come from whoever executes it.</summary>
internal interface IStatementValues
{
    /// <summary>Adds a value as the dialect writes it.</summary>
    /// <param name="index">Which parameter, from 0 on.</param>
    /// <param name="list">Where to.</param>
    /// <param name="most">Bytes the list may have then.</param>
    /// <returns>Whether there is one; if not the parameter stays as it is.</returns>
    bool TryAdd(int index, ByteList list, int most);
}
