namespace Pipeline.Abstractions.Tests;

public sealed class AccountTests
{
    [Fact]
    public void The_last_holder_tells_the_owner_the_worst_outcome()
    {
        var owner = new Owner();
        var account = new Account(owner, 42);
        account.Hold();
        account.Hold();
        account.Settle(Settlement.Delivered);
        account.Settle(Settlement.Rejected);
        Assert.Empty(owner.Told);
        account.Settle(Settlement.Dropped);
        Assert.Equal([(42, Settlement.Rejected)], owner.Told);
    }

    [Fact]
    public void Settling_more_often_than_held_is_refused_and_not_told_again()
    {
        var owner = new Owner();
        var account = new Account(owner, 1);
        account.Settle(Settlement.Delivered);
        Assert.Throws<InvalidOperationException>(() => account.Settle(Settlement.Rejected));
        Assert.Throws<InvalidOperationException>(account.Hold);
        Assert.Equal([(1, Settlement.Delivered)], owner.Told);
    }

    [Fact]
    public void Nobody_is_told_of_input_that_cannot_be_replayed()
    {
        Account.None.Settle(Settlement.Rejected);
        Account.None.Settle(Settlement.Rejected);
        Account.None.Hold();
        Assert.Same(Account.None, Account.Join([]));
        Assert.Same(Account.None, Account.Join([Account.None, Account.None]));
    }

    [Fact]
    public void A_joined_account_settles_each_parent_with_its_own_outcome()
    {
        var owner = new Owner();
        var parents = new List<Account> { new(owner, 1), new(owner, 2), Account.None };
        var joined = Account.Join(parents);
        // A transform keeps one list and uses it again.
        parents.Clear();
        joined.Hold();
        joined.Settle(Settlement.Dropped);
        Assert.Empty(owner.Told);
        joined.Settle(Settlement.Delivered);
        Assert.Equal([(1, Settlement.Dropped), (2, Settlement.Dropped)], owner.Told);
    }

    [Fact]
    public void A_parents_own_holders_count_beside_the_joined_account()
    {
        var owner = new Owner();
        var (one, two) = (new Account(owner, 1), new Account(owner, 2));
        one.Hold();
        var joined = Account.Join([one, two]);
        joined.Settle(Settlement.Delivered);
        Assert.Equal([(2, Settlement.Delivered)], owner.Told);
        one.Settle(Settlement.Rejected);
        Assert.Equal([(2, Settlement.Delivered), (1, Settlement.Rejected)], owner.Told);
    }

    [Fact]
    public void Under_concurrent_settling_the_owner_is_told_exactly_once() => Cases.Run(2_000, random =>
    {
        var owner = new Owner();
        var account = new Account(owner, 9);
        var outcomes = Enumerable.Range(0, 8).Select(_ => (Settlement)random.Next(3)).ToArray();
        for (var i = 1; i < outcomes.Length; i++)
            account.Hold();
        Parallel.ForEach(outcomes, outcome =>
        {
            account.Hold();
            account.Settle(Settlement.Delivered);
            account.Settle(outcome);
        });
        Assert.Equal([(9, outcomes.Max())], owner.Told);
    });

    private sealed class Owner : IAccountOwner
    {
        public List<(ulong Position, Settlement Outcome)> Told { get; } = [];

        public void Settled(Account account, Settlement outcome)
        {
            lock (Told)
                Told.Add((account.Position, outcome));
        }
    }
}
