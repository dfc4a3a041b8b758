//! From a trait's function or constant to the impl's, where the types say which.

use std::sync::Arc;

use crate::resolve::db::Db;
use crate::resolve::defs::Container;
use crate::resolve::ids::{ConstId, FnId, ImplId, TraitId};
use crate::resolve::infer::solve::{Outcome, Selection, Solver};
use crate::resolve::sig::GenericOwner;
use crate::resolve::ty::{Args, TraitRef, Ty, TyKind};

/// The function that runs where `id` is called with `args`: the impl's for a trait's method, if the type is known and
/// its impl says otherwise than the trait.
pub fn of_fn(db: &Db, id: FnId, args: &Args) -> (FnId, Args) {
    let data = db.fn_data(id);
    if let Container::Trait(of) = data.container
        && let Some((found, impl_args, own)) = select(db, of, args)
        && let Some((_, to)) = db.impl_data(found).fns.iter().find(|(name, _)| *name == data.name.name)
    {
        return (*to, impl_args.iter().chain(own).cloned().collect());
    }
    (id, Arc::clone(args))
}

/// The same, where behind an object can only be one: its trait has one impl outside std, of a type without parameters.
pub fn of_only_impl(db: &Db, id: FnId, args: &Args) -> (FnId, Args) {
    let data = db.fn_data(id);
    if let Container::Trait(of) = data.container
        && args.first().is_some_and(|this| matches!(this.kind(), TyKind::Dyn(_)))
        && let [only] = db.all_impls(of).into_iter().filter(|found| !db.is_std(db.crate_of(found.unit))).collect::<Vec<_>>().as_slice()
        && db.generics(GenericOwner::Impl(*only)).params.is_empty()
        && let Some((_, to)) = db.impl_data(*only).fns.iter().find(|(name, _)| *name == data.name.name)
    {
        let count = db.generics(GenericOwner::Trait(of)).params.len();
        return (*to, args.iter().skip(count).cloned().collect());
    }
    of_fn(db, id, args)
}

/// The same for a constant.
pub fn of_const(db: &Db, id: ConstId, args: &Args) -> (ConstId, Args) {
    let data = db.const_data(id);
    if let Container::Trait(of) = data.container
        && let Some((found, impl_args, _)) = select(db, of, args)
        && let Some((_, to)) = db.impl_data(found).consts.iter().find(|(name, _)| *name == data.name.name)
    {
        return (*to, impl_args);
    }
    (id, Arc::clone(args))
}

/// The impl that is meant, its arguments, and those of `args` that are not the trait's.
fn select<'a>(db: &Db, of: TraitId, args: &'a Args) -> Option<(ImplId, Args, &'a [Ty])> {
    let len = db.generics(GenericOwner::Trait(of)).params.len();
    let this = args.first()?;
    if args.len() < len || this.has_param() || this.is_unknown() {
        return None;
    }
    let mut solver = Solver::new(db, Arc::default());
    let trait_ref = TraitRef { id: of, args: args[..len].iter().cloned().collect() };
    match solver.solve(&trait_ref) {
        Outcome::Yes(Selection::Impl(found, impl_args)) => {
            Some((found, impl_args.iter().map(|ty| solver.table.finish(ty)).collect(), &args[len..]))
        }
        _ => None,
    }
}
